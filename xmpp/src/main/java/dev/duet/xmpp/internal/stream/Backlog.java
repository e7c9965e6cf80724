package dev.duet.xmpp.internal.stream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many stanzas were read that nobody has looked at yet. Whoever reads stops when there are {@link #MOST}, and goes
 * on when {@link #FEW} are left: what a server sends faster than it is looked at waits in the connection, and in the
 * end at the server, and fills no memory here. Safe from any thread; one reads.
 */
final class Backlog {

    static final int MOST = 1_000;
    static final int FEW = 500;

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> goOn = new AtomicReference<>();

    /** A stanza was read. */
    void add() {
        waiting.incrementAndGet();
    }

    /** A stanza was looked at. */
    void looked() {
        if (waiting.decrementAndGet() == FEW) {
            goOn();
        }
    }

    /** True when nothing more is to be read. */
    boolean isFull() {
        return waiting.get() >= MOST;
    }

    /** Runs something, once, when there is room again: at once, or on the thread that looked at the last of them. */
    void whenRoom(Runnable task) {
        goOn.set(task);
        if (waiting.get() <= FEW) {
            goOn();
        }
    }

    private void goOn() {
        Runnable task = goOn.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }
}
