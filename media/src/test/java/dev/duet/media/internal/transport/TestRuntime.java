package dev.duet.media.internal.transport;

import dev.duet.spi.RuntimeContext;
import dev.duet.spi.VirtualLoop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual time, and real threads for what blocks. */
final class TestRuntime implements RuntimeContext, AutoCloseable {

    private final VirtualLoop loop = new VirtualLoop();
    private final ExecutorService blocking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-blocking");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public VirtualLoop loop() {
        return loop;
    }

    @Override
    public ExecutorService blocking() {
        return blocking;
    }

    @Override
    public void close() {
        blocking.shutdownNow();
    }
}
