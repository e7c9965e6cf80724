package dev.duet.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A loop for tests, on virtual time: nothing runs until the test says so, and an hour takes no time. For one thread.
 */
public final class VirtualLoop implements Loop {

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::order));
    private final Instant start;
    private long nanos;
    private long order;
    private boolean running;

    /** A loop whose clock begins at that moment. */
    public VirtualLoop(Instant start) {
        this.start = start;
    }

    /** A loop whose clock begins at 2026-01-01T00:00:00Z. */
    public VirtualLoop() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Waiting timer = new Waiting(nanos + Math.max(0, delay.toNanos()), order++, task);
        waiting.add(timer);
        return () -> waiting.remove(timer);
    }

    @Override
    public Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public boolean inLoop() {
        return running;
    }

    /** Runs all that is ready, and what becomes ready by it, without moving the clock. */
    public void run() {
        running = true;
        try {
            for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
                task.run();
            }
        } finally {
            running = false;
        }
    }

    /** Moves the clock on, and runs everything at its time. */
    public void advance(Duration by) {
        long end = nanos + by.toNanos();
        run();
        for (Waiting next = waiting.peek(); next != null && next.due <= end; next = waiting.peek()) {
            waiting.remove(next);
            nanos = next.due;
            ready.add(next.task);
            run();
        }
        nanos = end;
    }

    /** How many timers wait. */
    public int timers() {
        return waiting.size();
    }

    private record Waiting(long due, long order, Runnable task) {}
}
