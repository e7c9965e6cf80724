package dev.duet.internal.store;

import dev.duet.internal.loop.SerialExecutor;
import dev.duet.model.Failure;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that blocks, away from the loop: what is asked of it happens one by one, in order. It is opened by the first
 * thing that is asked, and again after it could not be opened.
 */
public final class StoreQueue<S extends AutoCloseable> {

    private static final Logger LOG = LoggerFactory.getLogger(StoreQueue.class);
    private static final long SECONDS_TO_CLOSE = 2;

    private final String what;
    private final Opener<S> opener;
    private final Loop loop;
    private final SerialExecutor serial;
    private final Consumer<Failure> onFailure;
    private @Nullable S store; // this and the next: in the queue
    private boolean closed;
    private boolean down; // on the loop

    /** Opens a store. */
    @FunctionalInterface
    public interface Opener<S> {
        S open() throws IOException;
    }

    /** Asks something of a store. */
    @FunctionalInterface
    public interface Access<S, T> {
        T of(S store) throws IOException;
    }

    /**
     * A queue to a store that is not open yet.
     *
     * @param what what it keeps, for people
     * @param blocking where it may block
     * @param onFailure told, on the loop, when the store begins to fail
     */
    public StoreQueue(String what, Opener<S> opener, Loop loop, Executor blocking, Consumer<Failure> onFailure) {
        this.what = what;
        this.opener = opener;
        this.loop = loop;
        this.serial = new SerialExecutor(blocking);
        this.onFailure = onFailure;
    }

    /** Asks, and tells on the loop: the answer, or null when the store failed. From any thread. */
    public <T> void ask(Access<S, T> access, Consumer<@Nullable T> then) {
        serial.execute(() -> {
            if (closed) {
                return;
            }
            try {
                T answer = access.of(open());
                loop.execute(() -> {
                    down = false;
                    then.accept(answer);
                });
            } catch (IOException | RuntimeException e) {
                LOG.debug("{}", what, e);
                loop.execute(() -> {
                    failed(e);
                    then.accept(null);
                });
            }
        });
    }

    private S open() throws IOException {
        S known = store;
        if (known == null) {
            known = opener.open();
            store = known;
        }
        return known;
    }

    @OnLoop
    private void failed(Exception e) {
        if (!down) {
            down = true;
            LOG.warn("The store of {} fails: {}", what, e.toString());
            onFailure.accept(Failure.of(
                    Failure.Kind.INTERNAL,
                    Failure.Origin.LOCAL,
                    Failure.Retry.LATER,
                    "The store of " + what + " fails: " + e.getMessage()));
        }
    }

    /** Waits until everything is done, two seconds at most, and closes the store. */
    public void close() {
        CountDownLatch last = new CountDownLatch(1);
        serial.execute(() -> {
            closed = true;
            try {
                if (store != null) {
                    store.close();
                }
            } catch (Exception e) {
                LOG.warn("The store of {} cannot be closed: {}", what, e.toString());
            } finally {
                last.countDown();
            }
        });
        try {
            if (!last.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                LOG.warn("The store of {} is slow: something may not be kept", what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
