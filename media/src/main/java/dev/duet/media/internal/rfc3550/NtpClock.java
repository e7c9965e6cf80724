package dev.duet.media.internal.rfc3550;

import java.time.Instant;

/** Wall-clock time in the form of NTP (RFC 3550 4), going evenly from a moment on. */
public final class NtpClock {

    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;

    private final long zeroSeconds;
    private final long zeroNanos;

    /** A clock that shows a moment when the count of nanoseconds is the one given. */
    public NtpClock(Instant moment, long nanoTime) {
        zeroSeconds = moment.getEpochSecond() + SECONDS_FROM_1900_TO_1970;
        zeroNanos = moment.getNano() - nanoTime;
    }

    /** 32 bits of seconds, 32 of fractions. */
    public long at(long nanoTime) {
        long nanos = zeroNanos + nanoTime;
        long seconds = zeroSeconds + Math.floorDiv(nanos, NANOS);
        return seconds << 32 | (Math.floorMod(nanos, NANOS) << 32) / NANOS;
    }

    /** The middle 32 bits, which reports echo: units of 1/65536 s. */
    public static long middle(long ntp) {
        return ntp >>> 16 & 0xFFFF_FFFFL;
    }
}
