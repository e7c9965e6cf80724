package dev.duet.media.internal.session;

import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A runtime on real time: a loop thread, and threads for what blocks. */
final class TestLoop implements Loop, RuntimeContext, AutoCloseable {

    static {
        // Patience costs nothing: a machine with much else to do is slow, not wrong.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "test-loop"));
    private final ExecutorService blocking = Executors.newCachedThreadPool(task -> daemon(task, "test-blocking"));

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        if (!loop.isShutdown()) {
            loop.execute(task);
        }
    }

    /** Runs a task on the loop and waits for it. */
    void run(Runnable task) {
        try {
            loop.submit(task).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Future<?> timer = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
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
        return Thread.currentThread().getName().equals("test-loop");
    }

    @Override
    public Loop loop() {
        return this;
    }

    @Override
    public ExecutorService blocking() {
        return blocking;
    }

    @Override
    public void close() {
        loop.shutdownNow();
        blocking.shutdownNow();
    }
}
