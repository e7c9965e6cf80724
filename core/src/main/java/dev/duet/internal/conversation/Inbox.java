package dev.duet.internal.conversation;

import dev.duet.spi.OnLoop;
import java.util.ArrayDeque;
import java.util.Queue;

/** What happens in a conversation, in order: all waits while something must be looked up first. */
@OnLoop
final class Inbox {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int holds;

    /** Does something, now or when it may. */
    void run(Runnable task) {
        waiting.add(task);
        drain();
    }

    /** Lets all wait that is not done yet. */
    void hold() {
        holds++;
    }

    /** Ends a {@link #hold}. */
    void release() {
        holds--;
        drain();
    }

    private void drain() {
        while (holds == 0 && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
