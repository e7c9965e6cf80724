package dev.duet.media.internal.tick;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread for the media of all calls. Every 10 ms it lets each stream receive, then each stream send. Deadlines are
 * absolute: after a late tick the next ones follow quickly. When it is a second behind it lets go of the past.
 * Without streams the thread sleeps.
 */
public final class Ticker implements AutoCloseable {

    /** Nanoseconds from tick to tick. */
    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * From tick to tick while catching up. When the whole machine stood still, the senders on it catch up, too: they
     * get the time to do so before their packets are missed.
     */
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long MOST_BEHIND = 100;

    private final Object lock = new Object();
    private final long zero = System.nanoTime();
    private volatile Ticked[] all = {};
    private volatile boolean closed;
    private @Nullable Thread thread; // guarded by lock

    /** Adds a stream, from any thread. False when the ticker is closed. */
    public boolean add(Ticked stream) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            List<Ticked> streams = new ArrayList<>(List.of(all));
            streams.add(stream);
            all = streams.toArray(Ticked[]::new);
            if (thread == null) {
                thread = new Thread(this::run, "duet-media-tick");
                thread.setDaemon(true);
                thread.setPriority(Thread.MAX_PRIORITY);
                thread.start();
            }
            LockSupport.unpark(thread);
            return true;
        }
    }

    /** Takes a stream out, from any thread. It may be in a tick just then, but for calls on the tick thread. */
    public void remove(Ticked stream) {
        synchronized (lock) {
            List<Ticked> streams = new ArrayList<>(List.of(all));
            streams.remove(stream);
            all = streams.toArray(Ticked[]::new);
        }
    }

    /** How many streams there are. */
    public int size() {
        return all.length;
    }

    /** True when no tick begins any more. */
    public boolean isClosed() {
        return closed;
    }

    private void run() {
        long tick = clock(System.nanoTime());
        long before = System.nanoTime() - TICK_NANOS;
        while (!closed) {
            Ticked[] streams = all;
            if (streams.length == 0) {
                LockSupport.park(this);
                tick = clock(System.nanoTime());
                continue;
            }
            long now = waitFor(Math.max(zero + tick * TICK_NANOS, before + CATCH_UP_NANOS));
            before = now;
            long clock = clock(now);
            if (clock - tick > MOST_BEHIND) {
                tick = clock;
            }
            for (Ticked stream : streams) {
                stream.receive(tick, clock <= tick, now);
            }
            for (Ticked stream : streams) {
                stream.send(tick, now);
            }
            tick++;
        }
    }

    private long waitFor(long deadline) {
        long now = System.nanoTime();
        while (now - deadline < 0 && !closed) {
            LockSupport.parkNanos(this, deadline - now);
            now = System.nanoTime();
        }
        return now;
    }

    private long clock(long now) {
        return (now - zero) / TICK_NANOS;
    }

    /** Ends the thread after the tick that it is in; waits for it, a second at most. */
    @Override
    public void close() {
        close(1000);
    }

    /** The same with another bound, in milliseconds. */
    public void close(long millis) {
        Thread running;
        synchronized (lock) {
            closed = true;
            running = thread;
        }
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
