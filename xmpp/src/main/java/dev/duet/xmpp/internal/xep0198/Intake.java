package dev.duet.xmpp.internal.xep0198;

import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the server sent, in order, until it is handled: the account has it for good. {@code h} is how many were, without
 * a gap (XEP-0198 4). A question of the server's waits for what came before it, as long as that goes on: what holds
 * all up for {@link #BOUND} counts as handled. The server is told without a question, too, each time that {@link #MANY}
 * were handled: its question may stand behind more than is handled before the next loss, and all would come again.
 *
 * <p>A question is answered at once, and the next one after a {@link Pace#PAUSE}, unless {@link #MANY} were handled:
 * many servers ask with every stanza. XEP-0198 lets a client gather what it answers for a time, and for no other
 * reason.
 */
@OnLoop
public final class Intake {

    /** What takes longer to be kept counts all the same: a server gives up who does not answer. */
    static final Duration BOUND = Duration.ofSeconds(5);

    static final int MANY = 100;

    private static final long ROUND = 1L << 32;

    private final Loop loop;
    private final Runnable answer;
    private final Pace pace;
    private final Deque<Taken> open = new ArrayDeque<>();
    private long handled;
    private int untold;
    private boolean asked;
    private long moved;
    private @Nullable Taken timed;
    private Loop.Timer bound = () -> {};

    /** A stanza that came, as long as somebody holds it. */
    public final class Taken {

        private final boolean question;
        private final long since = loop.nanoTime();
        private int holders;
        private boolean counted;

        private Taken(boolean question, int holders) {
            this.question = question;
            this.holders = holders;
        }

        /** It is not handled before one more {@link #release}. */
        public void hold() {
            holders++;
        }

        /** One of those who hold it is done with it. */
        public void release() {
            if (--holders == 0) {
                settle();
            }
        }

        /** True when the server is, or may be, told that it was handled. */
        public boolean isCounted() {
            return counted;
        }
    }

    /**
     * Nothing came yet.
     *
     * @param answer tells the server how many were handled
     */
    Intake(Loop loop, Runnable answer) {
        this.loop = loop;
        this.answer = answer;
        this.pace = new Pace(loop, this::tell);
        this.moved = loop.nanoTime();
    }

    /** A stanza came, which its taker holds. */
    Taken stanza() {
        Taken taken = new Taken(false, 1);
        open.add(taken);
        return taken;
    }

    /** A stanza that came before stanzas count. */
    Taken uncounted() {
        return new Taken(false, 1);
    }

    /** The server asks how many were handled. */
    void question() {
        open.add(new Taken(true, 0));
        settle();
    }

    /** The stream is gone: the server sends again what is not handled, and knows of no question. */
    void forget() {
        open.clear();
        watch();
        asked = false;
        pace.begin();
    }

    /** Tells the server what was handled and not told, before the stream is closed. */
    void answerLast() {
        if (asked || untold > 0) {
            answerNow();
        }
    }

    /** How many were handled. */
    long handled() {
        return handled;
    }

    private void settle() {
        if (!open.isEmpty() && open.element().holders <= 0) {
            moved = loop.nanoTime();
        }
        count();
    }

    private void count() {
        while (!open.isEmpty() && open.element().holders <= 0) {
            Taken next = open.remove();
            next.counted = true;
            asked |= next.question;
            handled = next.question ? handled : (handled + 1) % ROUND;
            untold += next.question ? 0 : 1;
        }
        watch();
        tell();
    }

    private void tell() {
        boolean many = untold >= MANY;
        if ((asked || many) && pace.may(many)) {
            answerNow();
        }
    }

    private void answerNow() {
        asked = false;
        untold = 0;
        pace.happens();
        answer.run();
    }

    private void watch() {
        Taken first = open.peek();
        if (first == timed) {
            return;
        }
        bound.cancel();
        timed = first;
        if (first != null) {
            long waits = loop.nanoTime() - Math.max(first.since, moved);
            bound = loop.schedule(BOUND.minusNanos(Math.min(waits, BOUND.toNanos())), this::giveUp);
        }
    }

    /** Nothing moved for that long: what came before that counts. */
    private void giveUp() {
        long now = loop.nanoTime();
        timed = null;
        open.stream().filter(taken -> now - taken.since >= BOUND.toNanos()).forEach(taken -> taken.holders = 0);
        count();
    }
}
