package dev.duet.sandbox.internal.xmpp.xep0280;

import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.Node;
import java.util.List;
import java.util.Set;

/** Which messages are copied, and how a copy looks. */
public final class Carbons {

    public static final String NAMESPACE = "urn:xmpp:carbons:2";

    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String HINTS = "urn:xmpp:hints";

    /** Payloads that make a message part of a conversation though it has no body: receipts, states, call set-up. */
    private static final Set<String> CONVERSATIONAL = Set.of(
            "urn:xmpp:receipts",
            "http://jabber.org/protocol/chatstates",
            "urn:xmpp:chat-markers:0",
            "urn:xmpp:jingle-message:0");

    private Carbons() {}

    /** Section 6.1. */
    public static boolean isEligible(Element message) {
        if (message.has(NAMESPACE, "private")
                || message.has(HINTS, "no-copy")
                || message.has(NAMESPACE, "received")
                || message.has(NAMESPACE, "sent")) {
            return false;
        }
        return switch (Stanzas.type(message)) {
            case "chat" -> true;
            case "", "normal" ->
                message.has(Ns.CLIENT, "body")
                        || message.elements().stream().anyMatch(e -> CONVERSATIONAL.contains(e.namespace()));
            default -> false;
        };
    }

    /** A copy of a message that another client of this one's user sent. */
    public static Element sent(Element message, ClientSession to) {
        return copy("sent", message, to);
    }

    /** A copy of a message that another client of this one's user got. */
    public static Element received(Element message, ClientSession to) {
        return copy("received", message, to);
    }

    private static Element copy(String direction, Element message, ClientSession to) {
        return Element.of(Ns.CLIENT, "message")
                .with("from", to.bare().toString())
                .with("to", to.jid().toString())
                .with("type", message.attribute("type"))
                .with(Element.of(NAMESPACE, direction)
                        .with(Element.of(FORWARD, "forwarded").with(message)));
    }

    /** Section 6.2: the mark against copying is for the server alone. */
    public static Element withoutPrivate(Element message) {
        if (!message.has(NAMESPACE, "private")) {
            return message;
        }
        List<Node> kept = message.nodes().stream()
                .filter(node -> !(node instanceof Element e && e.is(NAMESPACE, "private")))
                .toList();
        return message.withoutNodes().with(kept);
    }
}
