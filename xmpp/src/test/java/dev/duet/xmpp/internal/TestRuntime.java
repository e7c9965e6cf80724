package dev.duet.xmpp.internal;

import dev.duet.internal.loop.ThreadLoop;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A runtime of one loop thread and a few blocking ones, on real time. */
final class TestRuntime implements RuntimeContext, AutoCloseable {

    private final ThreadLoop loop = new ThreadLoop();
    private final ExecutorService blocking = Executors.newFixedThreadPool(8, task -> {
        Thread made = new Thread(task, "duet-test-blocking");
        made.setDaemon(true);
        return made;
    });

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
        loop.close(Duration.ofSeconds(1));
        blocking.shutdownNow();
    }
}
