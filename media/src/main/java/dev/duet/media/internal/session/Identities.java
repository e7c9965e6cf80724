package dev.duet.media.internal.session;

import dev.duet.media.internal.rfc5764.Identity;
import dev.duet.spi.Loop;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a runtime: made when it is first needed, and again each day, so that calls of different days
 * cannot be told to be of one user. A session keeps the one that it began with.
 */
final class Identities {

    private static final Duration USED = Duration.ofHours(24);

    private final Loop clock;
    private final Executor blocking;
    private final SecureRandom random = new SecureRandom();
    private @Nullable CompletableFuture<Identity> current; // guarded by this
    private Instant madeAt = Instant.EPOCH;

    Identities(Loop clock, Executor blocking) {
        this.clock = clock;
        this.blocking = blocking;
    }

    /** The certificate, now or soon. From any thread. */
    synchronized CompletableFuture<Identity> current() {
        CompletableFuture<Identity> made = current;
        Instant now = clock.now();
        if (made == null
                || made.isCompletedExceptionally()
                || Duration.between(madeAt, now).compareTo(USED) > 0) {
            try {
                made = CompletableFuture.supplyAsync(() -> Identity.make(random, now), blocking);
            } catch (RejectedExecutionException e) {
                made = CompletableFuture.failedFuture(e); // the runtime is ending
            }
            current = made;
            madeAt = now;
        }
        return made;
    }
}
