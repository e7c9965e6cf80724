package dev.duet.sip.internal.link;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt, and never all at once. */
final class Backoff {

    private static final long FIRST_MILLIS = 1000;
    private static final long LAST_MILLIS = 60_000;
    private static final long OUTBOUND_BASE_MILLIS = 30_000;
    private static final long OUTBOUND_BESIDE_MILLIS = 90_000;
    private static final long OUTBOUND_LAST_MILLIS = 1_800_000;

    private final DoubleSupplier chance;
    private int attempts;

    /**
     * Nothing has failed yet.
     *
     * @param chance 0 to 1
     */
    Backoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** Twice as long each time, up to a minute. */
    Duration next() {
        return half(Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(attempts++, 10)));
    }

    /** As {@link #next} at first, and then as RFC 5626 4.5 has it for somebody with one flow: up to half an hour. */
    Duration nextOutbound() {
        return attempts == 0 ? next() : nextOfSeveral(false);
    }

    /**
     * As RFC 5626 4.5 has it for each of several flows: up to half an hour.
     *
     * @param othersUp whether another flow is up, so that this one is less urgent
     */
    Duration nextOfSeveral(boolean othersUp) {
        attempts = Math.max(1, attempts);
        long base = othersUp ? OUTBOUND_BESIDE_MILLIS : OUTBOUND_BASE_MILLIS;
        return half(Math.min(OUTBOUND_LAST_MILLIS, base << Math.min(attempts++, 10)));
    }

    private Duration half(long full) {
        return Duration.ofMillis(full / 2 + (long) (chance.getAsDouble() * (full / 2)));
    }

    void reset() {
        attempts = 0;
    }
}
