package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Address;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xep0198.Intake.Taken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which stanzas told the account of messages that it does not have for good yet. Outlives the session; bounded. */
@OnLoop
public final class Receptions {

    private static final int MOST = 10_000;

    private final Map<Key, Deque<List<Taken>>> waiting = Newest.map(MOST);
    private @Nullable Taken current;

    private record Key(Address from, String id) {

        /** Looked up with each message: without what records do by themselves. */
        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && id.equals(key.id) && from.equals(key.from);
        }
    }

    /** Something that a stanza has to say. */
    public static final class Later {

        private final @Nullable Taken stanza;
        private final Runnable task;

        private Later(@Nullable Taken stanza, Runnable task) {
            this.stanza = stanza;
            this.task = task;
        }

        /** False when the server will send it again on its next stream. */
        public boolean isCounted() {
            return stanza == null || stanza.isCounted();
        }
    }

    /** Runs what looks at a stanza, and gives that back. */
    public void during(Taken stanza, Runnable task) {
        run(new Later(stanza, task));
    }

    /** What the present stanza has to say later; it is not handled before. */
    public Later later(Runnable task) {
        if (current != null) {
            current.hold();
        }
        return new Later(current, task);
    }

    /** Does what was put off. */
    public void run(Later later) {
        Taken before = current;
        current = later.stanza;
        try {
            later.task.run();
        } finally {
            current = before;
            if (later.stanza != null) {
                later.stanza.release();
            }
        }
    }

    /** The account is about to be told of a message. */
    public void told(Address from, String id) {
        if (current != null) {
            List<Taken> stanzas = new ArrayList<>(1);
            waiting.computeIfAbsent(new Key(from, id), key -> new ArrayDeque<>(1))
                    .add(stanzas);
            add(stanzas, current);
        }
    }

    /** The present stanza has a message once more. */
    void toldBefore(Address from, String id) {
        Deque<List<Taken>> known = waiting.get(new Key(from, id));
        if (known != null && current != null) {
            add(known.getLast(), current);
        }
    }

    private static void add(List<Taken> stanzas, Taken stanza) {
        stanza.hold();
        stanzas.add(stanza);
    }

    /** The account has it for good, or wants nothing of it. */
    public void settled(Address from, String id) {
        Key key = new Key(from, id);
        Deque<List<Taken>> known = waiting.get(key);
        if (known != null) {
            List<Taken> stanzas = known.remove();
            if (known.isEmpty()) {
                waiting.remove(key);
            }
            stanzas.forEach(Taken::release);
        }
    }
}
