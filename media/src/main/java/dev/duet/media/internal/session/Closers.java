package dev.duet.media.internal.session;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes sources and sinks where they may block, and knows when all are closed. */
final class Closers implements Consumer<AutoCloseable> {

    private static final Logger LOG = LoggerFactory.getLogger(Closers.class);

    private final Executor blocking;
    private int underWay; // guarded by this

    Closers(Executor blocking) {
        this.blocking = blocking;
    }

    /** Closes it soon, elsewhere. */
    @Override
    public void accept(AutoCloseable resource) {
        synchronized (this) {
            underWay++;
        }
        try {
            blocking.execute(() -> close(resource));
        } catch (RejectedExecutionException e) {
            // The runtime is ending: nothing else is left to be held up.
            close(resource);
        }
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("Closing a source or sink of sound failed: {}", e.toString());
        } finally {
            synchronized (this) {
                underWay--;
                notifyAll();
            }
        }
    }

    /** Waits until all are closed, or the time is over. */
    synchronized void await(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; underWay > 0 && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
