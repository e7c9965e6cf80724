package dev.duet.internal.loop;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A future of the application that the loop completes. The completion, and with it whatever the application hung on,
 * runs on the callback executor.
 */
public final class Promise<T> {

    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Executor callbacks;
    private boolean handedOut; // guarded by future

    /** A promise whose completion runs on that executor. */
    public Promise(Executor callbacks) {
        this.callbacks = callbacks;
    }

    /** What the application gets; each call gives a copy, which it may complete or cancel without harm. */
    public CompletableFuture<T> future() {
        synchronized (future) {
            handedOut = true;
            return future.copy();
        }
    }

    /** Keeps the promise. Does nothing the second time. */
    public void complete(T value) {
        run(() -> future.complete(value));
    }

    /** Breaks the promise. Does nothing the second time. */
    public void fail(Failure failure) {
        run(() -> future.completeExceptionally(new DuetException(failure)));
    }

    private void run(Runnable completion) {
        synchronized (future) {
            if (!handedOut) { // there is no code of the application to run elsewhere
                completion.run();
                return;
            }
        }
        try {
            callbacks.execute(completion);
        } catch (RejectedExecutionException closed) {
            completion.run(); // better on this thread than never
        }
    }
}
