package dev.duet.sandbox.internal.xmpp.xep0203;

import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Messages that wait for their reader. */
public final class Delay {

    public static final String NAMESPACE = "urn:xmpp:delay";

    private static final String HINTS = "urn:xmpp:hints";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private Delay() {}

    /** The message, marked as having waited since then. */
    public static Element mark(Element message, Jid by, Instant since) {
        return message.with(Element.of(NAMESPACE, "delay")
                .with("from", by.toString())
                .with("stamp", since.truncatedTo(ChronoUnit.MILLIS).toString())
                .withText("Offline Storage"));
    }

    /** XEP-0160 section 3, and the hints of XEP-0334. */
    public static boolean isWorthKeeping(Element message) {
        if (!Set.of("", "normal", "chat").contains(Stanzas.type(message)) || message.has(HINTS, "no-store")) {
            return false;
        }
        return message.elements().stream()
                .anyMatch(child -> !child.namespace().equals(CHAT_STATES)
                        && !child.namespace().equals(HINTS)
                        && !child.is(Ns.CLIENT, "thread"));
    }
}
