package dev.duet.internal.runtime;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The thread pools of a runtime. Their threads are daemons and go when they have nothing to do. */
final class Pools {

    private static final int MAX_BLOCKING = 32;
    private static final int IDLE_SECONDS = 5;

    private Pools() {}

    /** For what blocks: bounded, so that a burst of sign-ins waits in line rather than in threads. */
    static ExecutorService blocking() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MAX_BLOCKING,
                MAX_BLOCKING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("duet-blocking-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * For the application's code: as many threads as it holds at once, since a handler may wait for a future that
     * another one completes.
     */
    static ExecutorService callbacks() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("duet-callback-"));
    }

    /** Does the same to each at the same time, and waits for all. */
    static <T> void inParallel(Collection<T> items, Consumer<T> action) {
        if (items.isEmpty()) {
            return;
        }
        ExecutorService pool =
                Executors.newFixedThreadPool(Math.min(items.size(), MAX_BLOCKING), named("duet-closing-"));
        items.forEach(item -> pool.execute(() -> action.accept(item)));
        pool.shutdown();
        try {
            pool.awaitTermination(4, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
