package dev.duet.sandbox.internal.sip.transaction;

import java.time.Duration;

/**
 * The timers of RFC 3261 table 4.
 *
 * @param t1 the round-trip estimate; time-outs are 64 times this
 * @param c how long a proxied INVITE may ring (16.6)
 */
public record TimerValues(Duration t1, Duration t2, Duration t4, Duration c) {

    private static final int TIMEOUT_FACTOR = 64;

    /** T2 and T4 in the proportion of the RFC's defaults. */
    public static TimerValues of(Duration t1, Duration c) {
        return new TimerValues(t1, t1.multipliedBy(8), t1.multipliedBy(10), c);
    }

    /** Timers B, D, F, H, J, L and M. */
    Duration timeout() {
        return t1.multipliedBy(TIMEOUT_FACTOR);
    }

    Duration doubled(Duration interval) {
        Duration twice = interval.multipliedBy(2);
        return twice.compareTo(t2) > 0 ? t2 : twice;
    }
}
