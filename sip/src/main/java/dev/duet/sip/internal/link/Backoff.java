package dev.duet.sip.internal.link;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: twice as long each time, up to a minute, and never all at once. */
final class Backoff {

    private static final long FIRST_MILLIS = 1000;
    private static final long LAST_MILLIS = 60_000;

    private int attempts;

    Duration next() {
        long full = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(attempts++, 10));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    void reset() {
        attempts = 0;
    }
}
