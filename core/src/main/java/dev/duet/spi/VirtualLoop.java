package dev.duet.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A loop for tests, on virtual time: nothing runs until the test says so, and an hour takes no time. Tasks may be
 * handed over from any thread; only one thread runs the loop and moves its clock.
 */
public final class VirtualLoop implements Loop {

    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::order));
    private final AtomicLong order = new AtomicLong();
    private final Instant start;
    private volatile long nanos;
    private volatile @Nullable Thread running;

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
        Waiting timer = new Waiting(nanos + Math.max(0, delay.toNanos()), order.getAndIncrement(), task);
        synchronized (waiting) {
            waiting.add(timer);
        }
        return () -> {
            synchronized (waiting) {
                waiting.remove(timer);
            }
        };
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
        return Thread.currentThread() == running;
    }

    /** Runs all that is ready, and what becomes ready by it, without moving the clock. */
    public void run() {
        running = Thread.currentThread();
        try {
            for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
                task.run();
            }
        } finally {
            running = null;
        }
    }

    /** Moves the clock on, and runs everything at its time. */
    public void advance(Duration by) {
        long end = nanos + by.toNanos();
        run();
        for (Waiting next = takeDue(end); next != null; next = takeDue(end)) {
            nanos = Math.max(nanos, next.due);
            ready.add(next.task);
            run();
        }
        nanos = end;
    }

    /** Moves the clock on and runs nothing, as if a task took that long. */
    public void pass(Duration by) {
        nanos += by.toNanos();
    }

    private @Nullable Waiting takeDue(long end) {
        synchronized (waiting) {
            Waiting next = waiting.peek();
            return next != null && next.due <= end ? waiting.poll() : null;
        }
    }

    /** How many timers wait. */
    public int timers() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private record Waiting(long due, long order, Runnable task) {}
}
