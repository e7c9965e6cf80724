package dev.duet.internal.loop;

import dev.duet.spi.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop in real time: one daemon thread. What is handed over waits in a queue without a lock, and timers are the
 * loop's own: most of them are taken back before their time, which costs next to nothing here.
 */
public final class ThreadLoop implements Loop, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

    /** How many tasks run before it is looked whether a timer is due. */
    private static final int BATCH = 64;

    /** So many timers that were taken back may lie about. */
    private static final int LITTER = 1024;

    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Waiting> timers = new PriorityQueue<>(); // on the loop
    private final AtomicLong order = new AtomicLong();
    private final AtomicInteger takenBack = new AtomicInteger();
    private final AtomicBoolean idle = new AtomicBoolean();
    private final long start = System.nanoTime();
    private volatile @Nullable Thread thread;
    private volatile boolean ended;

    /** Starts the loop. */
    public ThreadLoop() {
        begin();
    }

    /** Whatever a task does, the loop goes on, if on another thread. */
    private void begin() {
        Thread next = new Thread(this::run, "duet-loop");
        next.setDaemon(true);
        next.setUncaughtExceptionHandler((dead, error) -> {
            LOG.error("A task on the loop failed", error);
            begin();
        });
        thread = next;
        next.start();
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            LOG.debug("A task came after the end of the loop");
            return;
        }
        ready.add(task);
        wake();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        long now = sinceStart();
        long due = now + Math.min(Math.max(0, delay.toNanos()), Long.MAX_VALUE - now);
        Waiting timer = new Waiting(task, due, order.getAndIncrement(), takenBack);
        if (inLoop()) {
            timers.add(timer);
        } else {
            execute(() -> timers.add(timer));
        }
        return timer;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Runs what was handed over before, and ends. Waits for that at most as long as told. */
    public void close(Duration atMost) {
        ended = true;
        LockSupport.unpark(thread);
        if (inLoop()) {
            return;
        }
        Thread last = Objects.requireNonNull(thread);
        try {
            last.join(Math.max(1, atMost.toMillis()));
            if (last.isAlive()) {
                giveUp(last);
            }
        } catch (InterruptedException e) {
            giveUp(last);
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(1));
    }

    private void giveUp(Thread last) {
        ready.clear();
        last.interrupt();
    }

    private void run() {
        while (true) {
            runDue();
            boolean worked = runReady();
            if (worked) {
                continue;
            }
            if (ended) {
                return;
            }
            sleep();
        }
    }

    private boolean runReady() {
        int left = BATCH;
        for (Runnable task = ready.poll(); task != null; task = --left == 0 ? null : ready.poll()) {
            guarded(task);
        }
        return left < BATCH;
    }

    private void runDue() {
        if (takenBack.get() > LITTER && takenBack.get() > timers.size() / 2) {
            takenBack.set(0);
            timers.removeIf(Waiting::isOver);
        }
        for (Waiting next = timers.peek(); next != null && !ended; next = timers.peek()) {
            if (!next.isOver() && next.due > sinceStart()) {
                return;
            }
            timers.poll();
            Runnable task = next.getAndSet(null);
            if (task != null) {
                guarded(task);
            } else {
                takenBack.decrementAndGet();
            }
        }
    }

    private void sleep() {
        idle.set(true);
        if (ready.isEmpty() && !ended) {
            Waiting next = timers.peek();
            if (next == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(1, next.due - sinceStart()));
            }
        }
        idle.set(false);
        Thread.interrupted(); // it would never sleep again
    }

    private void wake() {
        if (idle.get() && idle.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private long sinceStart() {
        return System.nanoTime() - start;
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task on the loop failed", e);
        }
    }

    /** A task and its time, in nanoseconds since the loop's start; no task when it ran or was taken back. */
    private static final class Waiting extends AtomicReference<Runnable> implements Timer, Comparable<Waiting> {
        private static final long serialVersionUID = 1L;

        private final long due;
        private final long order;
        private final transient AtomicInteger takenBack;

        Waiting(Runnable task, long due, long order, AtomicInteger takenBack) {
            super(task);
            this.due = due;
            this.order = order;
            this.takenBack = takenBack;
        }

        @Override
        public int compareTo(Waiting other) {
            return due == other.due ? Long.compare(order, other.order) : Long.compare(due, other.due);
        }

        boolean isOver() {
            return get() == null;
        }

        @Override
        public void cancel() {
            if (getAndSet(null) != null) {
                takenBack.incrementAndGet();
            }
        }
    }
}
