package dev.duet.internal.account;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for an end that is bounded, by whoever closes. */
final class Closing {

    private static final long LIMIT_MILLIS = LinkControl.DISCONNECT_LIMIT.toMillis() + 500;

    private Closing() {}

    static void await(Collection<CompletableFuture<Void>> ends) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // the stacks give back what is left when the runtime closes them
        }
    }
}
