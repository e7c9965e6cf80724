package dev.duet.internal.loop;

import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the application's code on a pool, with no more threads than it takes: one does what comes, task after task, and
 * only when it is held up does another go on. A task may so wait for what a later one does. A burst of tasks, such as a
 * hundred messages that the server acknowledges at once, wakes one thread, and not a hundred.
 */
public final class FewThreads implements Executor {

    /** Who has not come back for the next task after that is held up. */
    static final Duration HELD_UP = Duration.ofMillis(1);

    private static final Logger LOG = LoggerFactory.getLogger(FewThreads.class);

    private final Executor pool;
    private final Loop loop;
    private final Queue<Runnable> tasks = new ArrayDeque<>(); // guards what follows
    private int threads;
    private long taken;
    private long lastTaken;
    private boolean watched;
    private boolean noLoop;

    /**
     * Runs tasks on that pool.
     *
     * @param loop tells when somebody is held up
     */
    public FewThreads(Executor pool, Loop loop) {
        this.pool = pool;
        this.loop = loop;
    }

    /** Runs the task after those before it, unless these are held up. */
    @Override
    public void execute(Runnable task) {
        boolean start;
        boolean watch;
        long seen;
        synchronized (tasks) {
            boolean allHeldUp = tasks.isEmpty() && loop.nanoTime() - lastTaken > HELD_UP.toNanos();
            tasks.add(task);
            start = threads == 0 || allHeldUp || noLoop;
            threads += start ? 1 : 0;
            watch = !start && !watched;
            watched |= watch;
            seen = taken;
        }
        if (start && !start()) {
            synchronized (tasks) {
                if (tasks.remove(task)) {
                    throw new RejectedExecutionException("The pool is closed");
                }
            }
        }
        if (watch) {
            loop.schedule(HELD_UP, () -> look(seen));
        }
    }

    /** The loop ends: from now on there is a thread for each task that waits. */
    public void withoutLoop() {
        int more;
        synchronized (tasks) {
            noLoop = true;
            more = tasks.size();
            threads += more;
        }
        for (int i = 0; i < more; i++) {
            start();
        }
    }

    private void look(long seen) {
        boolean heldUp;
        long now;
        synchronized (tasks) {
            watched = !tasks.isEmpty();
            if (!watched) {
                return;
            }
            heldUp = taken == seen;
            threads += heldUp ? 1 : 0;
            now = taken;
        }
        if (heldUp) {
            start();
        }
        loop.schedule(HELD_UP, () -> look(now));
    }

    /** False when the pool takes nothing. */
    private boolean start() {
        try {
            pool.execute(this::work);
            return true;
        } catch (RejectedExecutionException closed) {
            synchronized (tasks) {
                threads--;
            }
            return false;
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("A handler of the application failed", e);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            if (task == null) {
                threads--;
            } else {
                taken++;
                lastTaken = loop.nanoTime();
            }
            return task;
        }
    }
}
