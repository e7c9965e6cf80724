package dev.duet.sandbox.internal.xmpp.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one running server: one for each connection that reads, one for each connection that is being written
 * to (none for the idle ones), and one clock. All are daemons and gone after {@link #close()}.
 */
public final class Workers implements AutoCloseable {

    private static final String PREFIX = "duet-sandbox-xmpp-";

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ExecutorService readers = pool("read-");
    private final ExecutorService writers = pool("write-");
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, named("clock-"));

    public Workers() {
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private ExecutorService pool(String name) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name));
    }

    private ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, PREFIX + name + count.incrementAndGet());
            thread.setDaemon(true);
            threads.removeIf(t -> t.getState() == Thread.State.TERMINATED);
            threads.add(thread);
            return thread;
        };
    }

    public void read(Runnable task) {
        readers.execute(task);
    }

    void write(Runnable task) {
        writers.execute(task);
    }

    void after(Duration delay, Runnable task) {
        try {
            clock.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Everything ends now anyway.
            task.run();
        }
    }

    /** Waits a bounded time for tasks that have been told to end. */
    @Override
    public void close() {
        readers.shutdown();
        await(readers);
        clock.shutdownNow();
        writers.shutdown();
        await(writers);
        await(clock);
        threads.forEach(Workers::join);
    }

    /** A pool counts as terminated a moment before its last thread is gone. */
    private static void join(Thread thread) {
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(ExecutorService pool) {
        try {
            if (!pool.awaitTermination(3, TimeUnit.SECONDS)) {
                pool.shutdownNow();
                pool.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
