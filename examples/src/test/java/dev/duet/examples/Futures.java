package dev.duet.examples;

import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the API promises, at most half a minute. */
public final class Futures {

    private Futures() {}

    /** Waits for a future to succeed. */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return outcome(future);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits for a future to fail. */
    public static Failure failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("Did not fail, but came to " + outcome(future));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DuetException told) {
                return told.failure();
            }
            throw new AssertionError("Failed in a way that is not Duet's", e.getCause());
        }
    }

    /** Waits for the next of what comes, such as a call that rings. */
    public static <T> T next(BlockingQueue<T> coming) {
        try {
            T next = coming.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing came in 30 s");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> T outcome(CompletableFuture<T> future) throws ExecutionException {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Nothing came in 30 s", e);
        }
    }
}
