package dev.duet.xmpp.internal.stream;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0077.Register;
import dev.duet.xmpp.internal.xml.Xml;
import org.jivesoftware.smack.SmackException;

/** Making an account on a stream, in the place of signing in to one (XEP-0077 3.1). */
final class AccountCreation {

    private AccountCreation() {}

    /**
     * Makes it.
     *
     * @param features what the stream offers
     * @param domain of the server
     * @throws DuetException when the server says no
     */
    static void run(Xml features, String domain, String user, String password, Authentication.Asking server)
            throws SmackException, InterruptedException {
        if (!Register.isOffered(features)) {
            throw new DuetException(Register.notOffered());
        }
        Xml query = ask(server, domain, "get", Register.ask()).child("query", Register.NAMESPACE);
        Failure missing = query == null ? Register.notOffered() : Register.missing(query);
        if (missing != null) {
            throw new DuetException(missing);
        }
        ask(server, domain, "set", Register.write(user, password));
    }

    private static Xml ask(Authentication.Asking server, String domain, String type, Xml payload)
            throws SmackException, InterruptedException {
        Xml answer = server.ask(Xml.element("iq", Xml.CLIENT)
                .attribute("type", type)
                .attribute("id", "register-" + type)
                .attribute("to", domain)
                .add(payload)
                .build());
        if (!answer.attribute("type", "").equals("result")) {
            throw new DuetException(StanzaErrors.failure(answer));
        }
        return answer;
    }
}
