package dev.duet.media.internal.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks that may block, one after the other, on somebody else's pool. */
final class SerialTasks {

    private static final Logger LOG = LoggerFactory.getLogger(SerialTasks.class);

    private final Executor pool;
    private final Consumer<RuntimeException> failed;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /**
     * Makes a queue.
     *
     * @param failed told what a task threw, after it was logged
     */
    SerialTasks(Executor pool, Consumer<RuntimeException> failed) {
        this.pool = pool;
        this.failed = failed;
    }

    /** Hands a task over. When the pool has ended, the task runs here and now: what it gives back must not stay. */
    void add(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            pool.execute(this::run);
        } catch (RejectedExecutionException ended) {
            run();
        }
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Exception e) { // ice4j is Kotlin below, which throws checked exceptions unannounced
                LOG.error("A task of a media transport failed", e);
                failed.accept(e instanceof RuntimeException known ? known : new IllegalStateException(e));
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable task = waiting.poll();
            running = task != null;
            return task;
        }
    }
}
