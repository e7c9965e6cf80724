package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Optional;

/** What XEP-0353 asks of the messages that begin and end calls. */
final class CallMessageCheck {

    private static final String NAMESPACE = "urn:xmpp:jingle-message:0";
    private static final String HINTS = "urn:xmpp:hints";

    private CallMessageCheck() {}

    /** What is wrong with such a message; empty for nothing, and for all other messages. */
    static Optional<String> broken(Element message) {
        Optional<Element> call = message.elements().stream()
                .filter(child -> child.namespace().equals(NAMESPACE))
                .findFirst();
        if (call.isEmpty() || Stanzas.isError(message)) {
            return Optional.empty();
        }
        if (!Stanzas.type(message).equals("chat")) {
            return Optional.of("a message about a call must be of type chat");
        }
        if (!message.has(HINTS, "store")) {
            return Optional.of("a message about a call needs the hint to store it");
        }
        if (call.get().attribute("id", "").isEmpty()) {
            return Optional.of("a message about a call needs the id of the call");
        }
        boolean empty =
                call.get().name().equals("propose") && call.get().elements().isEmpty();
        return empty ? Optional.of("a proposal needs a description of each medium") : Optional.empty();
    }
}
