package dev.duet.xmpp.internal;

import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A runtime of one loop thread and a few blocking ones, on real time. */
final class TestRuntime implements RuntimeContext, AutoCloseable {

    private volatile Thread thread = Thread.currentThread();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "duet-test-loop");
        made.setDaemon(true);
        thread = made;
        return made;
    });
    private final ExecutorService blocking = Executors.newFixedThreadPool(8, task -> {
        Thread made = new Thread(task, "duet-test-blocking");
        made.setDaemon(true);
        return made;
    });
    private final Loop loop = new RealLoop();

    TestRuntime() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    /** Runs something on the loop and waits for it. */
    <T> T onLoop(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    /** Runs something on the loop and waits for it. */
    void onLoop(Runnable task) {
        onLoop(() -> {
            task.run();
            return true;
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
    }

    private final class RealLoop implements Loop {

        @Override
        public void execute(Runnable task) {
            try {
                timer.execute(task);
            } catch (RejectedExecutionException e) {
                // the loop has ended
            }
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            try {
                Future<?> future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException e) {
                return () -> {};
            }
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
    }
}
