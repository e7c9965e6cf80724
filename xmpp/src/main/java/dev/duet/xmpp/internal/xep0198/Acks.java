package dev.duet.xmpp.internal.xep0198;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the server has not acknowledged (XEP-0198 4); its counter goes round at 2^32. Pure, for one thread.
 */
public final class Acks {

    private static final long ROUND = 1L << 32;

    private final Deque<Xml> unacknowledged = new ArrayDeque<>();
    private long acknowledged;
    private int messages;

    /** A stanza goes out, after those before it. */
    public void sent(Xml stanza) {
        unacknowledged.add(stanza);
        messages += isMessage(stanza) ? 1 : 0;
    }

    /**
     * The server has handled so many of ours since the session began.
     *
     * @return those it had not acknowledged before, in order; null when it claims more than there were
     */
    public @Nullable List<Xml> acknowledge(long h) {
        long fresh = Math.floorMod(h - acknowledged, ROUND);
        if (h < 0 || h >= ROUND || fresh > unacknowledged.size()) {
            return null;
        }
        List<Xml> arrived = new ArrayList<>();
        for (long i = 0; i < fresh; i++) {
            Xml next = unacknowledged.remove();
            messages -= isMessage(next) ? 1 : 0;
            arrived.add(next);
        }
        acknowledged = h;
        return arrived;
    }

    /** Takes the oldest as acknowledged if it is that one. */
    public boolean acknowledge(Xml stanza) {
        return unacknowledged.peek() == stanza && acknowledge((acknowledged + 1) % ROUND) != null;
    }

    /** The server has no such stanza: it is as if it had not been sent. Only for what goes out on the next stream. */
    public void remove(Predicate<Xml> unwanted) {
        unacknowledged.removeIf(stanza -> {
            boolean gone = unwanted.test(stanza);
            messages -= gone && isMessage(stanza) ? 1 : 0;
            return gone;
        });
    }

    /** What went out and was not acknowledged, in order. */
    public List<Xml> unacknowledged() {
        return List.copyOf(unacknowledged);
    }

    /** How many stanzas that are. */
    public int waiting() {
        return unacknowledged.size();
    }

    /** How many of them are messages. */
    public int messages() {
        return messages;
    }

    private static boolean isMessage(Xml stanza) {
        return stanza.name().equals("message");
    }
}
