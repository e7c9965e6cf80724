package dev.duet.sip.internal.stack;

import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** What all stays for the same time, by one timer however much it is. On the loop. */
public final class Lingering<T> {

    private final Loop loop;
    private final Duration time;
    private final Consumer<T> over;
    private final Queue<Entry<T>> entries = new ArrayDeque<>();
    private boolean waits;

    /**
     * Nothing yet.
     *
     * @param time how long each stays
     * @param over told of each when its time is over
     */
    public Lingering(Loop loop, Duration time, Consumer<T> over) {
        this.loop = loop;
        this.time = time;
        this.over = over;
    }

    /** Lets something stay from now on. */
    public void add(T item) {
        entries.add(new Entry<>(item, loop.nanoTime() + time.toNanos()));
        if (!waits) {
            waits = true;
            loop.schedule(time, this::end);
        }
    }

    private void end() {
        for (Entry<T> next = entries.peek(); next != null; next = entries.peek()) {
            long left = next.until - loop.nanoTime();
            if (left > 0) {
                loop.schedule(Duration.ofNanos(left), this::end);
                return;
            }
            entries.poll();
            over.accept(next.item);
        }
        waits = false;
    }

    private record Entry<T>(T item, long until) {}
}
