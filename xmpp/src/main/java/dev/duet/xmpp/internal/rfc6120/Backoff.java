package dev.duet.xmpp.internal.rfc6120;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from 1 s to 60 s, of which a random half is taken off, so that the
 * clients of a server that comes back do not all come at once (RFC 6120 3.3).
 */
public final class Backoff {

    private static final long FIRST_MILLIS = 1_000;
    private static final long MOST_MILLIS = 60_000;

    private final RandomGenerator random;
    private int failures;

    /** A new count, with that source of jitter. */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Counts a failure; how long to wait now. */
    public Duration next() {
        long whole = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures, 16));
        failures++;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    /** It works again. */
    public void reset() {
        failures = 0;
    }
}
