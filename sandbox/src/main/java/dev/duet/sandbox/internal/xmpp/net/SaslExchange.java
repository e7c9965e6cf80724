package dev.duet.sandbox.internal.xmpp.net;

import dev.duet.sandbox.internal.xmpp.sasl.SaslFailure;
import dev.duet.sandbox.internal.xmpp.sasl.SaslMechanism;
import dev.duet.sandbox.internal.xmpp.sasl.SaslStep;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SASL profile of RFC 6120 section 6: elements in, elements out. */
final class SaslExchange {

    /**
     * What to send.
     *
     * @param user who has signed in, null unless it was the last, successful step
     */
    record Reply(Element element, @Nullable String user) {}

    private final List<String> offered;
    private final Function<String, SaslMechanism> mechanisms;
    private @Nullable SaslMechanism running;

    SaslExchange(List<String> offered, Function<String, SaslMechanism> mechanisms) {
        this.offered = offered;
        this.mechanisms = mechanisms;
    }

    Reply take(Element element) {
        SaslMechanism mechanism = running;
        switch (element.name()) {
            case "auth" -> {
                String name = element.attribute("mechanism", "");
                if (!offered.contains(name)) {
                    return failure(SaslFailure.INVALID_MECHANISM);
                }
                mechanism = mechanisms.apply(name);
                running = mechanism;
                // RFC 6120 6.4.2: no initial response, so the server's first message is an empty challenge.
                return element.text().isEmpty()
                        ? new Reply(Element.of(Ns.SASL, "challenge"), null)
                        : step(mechanism, element.text());
            }
            case "response" -> {
                return mechanism == null ? failure(SaslFailure.MALFORMED_REQUEST) : step(mechanism, element.text());
            }
            case "abort" -> {
                return failure(SaslFailure.ABORTED);
            }
            default -> {
                return failure(SaslFailure.MALFORMED_REQUEST);
            }
        }
    }

    private Reply step(SaslMechanism mechanism, String payload) {
        byte[] bytes;
        try {
            bytes = payload.equals("=") ? new byte[0] : Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            return failure(SaslFailure.INCORRECT_ENCODING);
        }
        String message;
        try {
            message = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return failure(SaslFailure.MALFORMED_REQUEST);
        }
        SaslStep step = mechanism.step(message);
        if (step instanceof SaslStep.Challenge challenge) {
            return new Reply(payload(Element.of(Ns.SASL, "challenge"), challenge.message()), null);
        }
        running = null;
        if (step instanceof SaslStep.Success success) {
            return new Reply(payload(Element.of(Ns.SASL, "success"), success.message()), success.user());
        }
        return failure(((SaslStep.Failure) step).condition());
    }

    private static Element payload(Element element, String message) {
        return message.isEmpty()
                ? element
                : element.withText(Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)));
    }

    Reply failure(SaslFailure condition) {
        running = null;
        return new Reply(Element.of(Ns.SASL, "failure").with(Element.of(Ns.SASL, condition.wire())), null);
    }
}
