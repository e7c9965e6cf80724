package dev.duet.xmpp.internal.stream;

import dev.duet.model.DuetException;
import dev.duet.model.XmppConfig;
import dev.duet.xmpp.internal.rfc4422.Mechanism;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.xep0388.Sasl2;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Base64;
import java.util.List;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jspecify.annotations.Nullable;

/** SASL on a stream (RFC 6120 6.4), with what the server says of channel bindings (XEP-0440). */
final class Authentication {

    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    private static final String BINDINGS = "urn:xmpp:sasl-cb:0";

    private Authentication() {}

    /** Says something, and waits for the answer. */
    interface Asking {
        Xml ask(Xml request) throws SmackException, InterruptedException;
    }

    /**
     * Signs in.
     *
     * @return the name of the mechanism that was used
     * @throws DuetException when the server says no
     */
    static String run(Xml features, SaslChoice.Who who, SaslChoice.Channel channel, Asking server)
            throws SmackException, InterruptedException {
        Mechanism chosen = SaslChoice.choose(offer(features), who, channel);
        if (chosen == null) {
            Sasl2.Offer other = Sasl2.read(features);
            boolean plain = SaslChoice.plainWouldDo(offer(features), who, channel)
                    || other != null
                            && SaslChoice.plainWouldDo(
                                    new SaslChoice.Offer(other.mechanisms(), List.of()), who, channel);
            if (plain) {
                throw new DuetException(SignInFailures.plainNotAllowed());
            }
            if (who.proof() == XmppConfig.Authentication.CERTIFICATE) {
                throw new DuetException(SignInFailures.certificateNotAsked());
            }
            throw new SmackSaslException(SignInFailures.NO_MECHANISM);
        }
        Xml answer = server.ask(Xml.element("auth", SASL)
                .attribute("mechanism", chosen.name())
                .text(encode(chosen.first()))
                .build());
        try {
            while (answer.name().equals("challenge")) {
                byte[] response = chosen.respond(decode(answer));
                answer = server.ask(
                        Xml.element("response", SASL).text(encode(response)).build());
            }
            if (!answer.name().equals("success")) {
                throw new DuetException(SignInFailures.sasl(answer, who.proof()));
            }
            chosen.succeed(answer.text().isBlank() ? null : decode(answer));
        } catch (IllegalArgumentException e) {
            throw new SmackSaslException("Bad message of the server in " + chosen.name() + ": " + e.getMessage());
        }
        return chosen.name();
    }

    private static SaslChoice.Offer offer(Xml features) {
        Xml mechanisms = features.child("mechanisms", SASL);
        return new SaslChoice.Offer(
                all(mechanisms, "mechanism").stream().map(Xml::text).toList(), bindings(features));
    }

    /** The kinds of channel binding that a server knows; none when it does not say. */
    static List<String> bindings(Xml features) {
        return all(features.child("sasl-channel-binding", BINDINGS), "channel-binding").stream()
                .map(type -> type.attribute("type", ""))
                .toList();
    }

    private static List<Xml> all(@Nullable Xml parent, String name) {
        return parent == null ? List.of() : parent.children(name, parent.namespace());
    }

    private static String encode(byte[] data) {
        return data.length == 0 ? "=" : Base64.getEncoder().encodeToString(data);
    }

    static byte[] decode(Xml element) {
        String text = element.text().strip();
        return Base64.getDecoder().decode(text.equals("=") ? "" : text);
    }
}
