package dev.duet.sandbox.internal.xmpp.sasl;

import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import java.util.List;

/** RFC 4422 appendix A: who a client is was said by its certificate (XEP-0178). */
public final class External implements SaslMechanism {

    public static final String NAME = "EXTERNAL";

    private final Credentials credentials;
    private final List<String> clients;

    /** An exchange with a client whose certificate names those addresses. */
    public External(Credentials credentials, List<String> clients) {
        this.credentials = credentials;
        this.clients = clients;
    }

    @Override
    public SaslStep step(String message) {
        String wanted = message.isEmpty() && clients.size() == 1 ? clients.get(0) : message;
        try {
            Jid asked = Jid.parse(wanted);
            String user = asked.local();
            if (user == null || credentials.password(user).isEmpty()) {
                return new SaslStep.Failure(SaslFailure.NOT_AUTHORIZED);
            }
            for (String client : clients) {
                if (Jid.parse(client).equals(asked) && credentials.mayActAs(user, wanted)) {
                    return new SaslStep.Success(user, "");
                }
            }
            return new SaslStep.Failure(SaslFailure.INVALID_AUTHZID);
        } catch (InvalidJidException e) {
            return new SaslStep.Failure(SaslFailure.INVALID_AUTHZID);
        }
    }
}
