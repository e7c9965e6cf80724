package dev.duet.sandbox.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed, the youngest first. For any thread. */
public final class Closing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Takes charge of a thing; closes it at once if everything was closed already, and fails. */
    public <T extends AutoCloseable> T add(T thing) {
        synchronized (open) {
            if (!closed) {
                open.push(thing);
                return thing;
            }
        }
        close(thing);
        throw new IllegalStateException("The sandbox is closed");
    }

    /** Closes what it holds, and stays ready to take more. */
    public void clear() {
        synchronized (open) {
            while (!open.isEmpty()) {
                close(open.pop());
            }
        }
    }

    /** Closes all. One that fails does not keep the others open. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (open) {
            // Under the lock, so that a second caller returns only when all is closed.
            closed = true;
            clear();
        }
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Closing {} failed", thing, e);
        }
    }
}
