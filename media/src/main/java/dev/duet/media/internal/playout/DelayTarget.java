package dev.duet.media.internal.playout;

import java.util.Arrays;

/**
 * How long sound must wait so that nearly all of it comes in time: a high quantile of how much later than the fastest
 * packets of the last seconds each packet was. What is old is forgotten within some ten seconds.
 */
final class DelayTarget {

    private static final double QUANTILE = 0.99;
    private static final double MEMORY = 0.998;
    private static final int BIN_MILLIS = 10;
    private static final int BINS = 60;
    private static final int WINDOW_MILLIS = 2000;
    private static final int FIRST_MILLIS = 20;
    private static final int LEAST_MILLIS = 10;

    private final int perMilli;
    private final double[] shares = new double[BINS];
    private long fastestBefore;
    private long fastestNow;
    private long windowEnd;
    private boolean windowOpen;
    private long lastArrival = Long.MIN_VALUE;
    private int count;
    private int target;

    DelayTarget(int sampleRate) {
        perMilli = sampleRate / 1000;
        reset();
    }

    /** Forgets all. */
    void reset() {
        Arrays.fill(shares, 0);
        count = 0;
        windowOpen = false;
        target = FIRST_MILLIS * perMilli;
    }

    /** Forgets how the two clocks lay, which a pause may change, and not how unsteady the line was. */
    void rebase() {
        windowOpen = false;
    }

    /**
     * A packet came: arrival and time in samples, of the receiver's and of the sender's clock.
     *
     * @param prompt false while the receiver catches up after it stood still: packets then only seem to be early
     */
    void received(long arrival, long time, boolean prompt) {
        long offset = prompt || !windowOpen ? arrival - time : Math.max(arrival - time, fastest());
        if (!windowOpen) {
            windowOpen = true;
            fastestBefore = offset;
            fastestNow = offset;
            windowEnd = arrival + (long) WINDOW_MILLIS * perMilli;
        } else if (arrival > windowEnd) {
            fastestBefore = fastestNow;
            fastestNow = offset;
            windowEnd = arrival + (long) WINDOW_MILLIS * perMilli;
        }
        fastestNow = Math.min(fastestNow, offset);
        if (arrival != lastArrival) {
            // Packets that come together were held up together: that is one piece of evidence.
            long later = offset - fastest();
            remember((int) Math.min(BINS - 1, later / perMilli / BIN_MILLIS));
            count++;
        }
        lastArrival = arrival;
        target = Math.max(LEAST_MILLIS, quantile() * BIN_MILLIS) * perMilli;
        if (count < 10) {
            target = Math.max(target, FIRST_MILLIS * perMilli);
        }
    }

    private void remember(int bin) {
        double keep = Math.min(MEMORY, count / (count + 1.0));
        for (int i = 0; i < BINS; i++) {
            shares[i] *= keep;
        }
        shares[bin] += 1 - keep;
    }

    private int quantile() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += shares[bin];
            if (sum >= QUANTILE) {
                return bin;
            }
        }
        return BINS - 1;
    }

    /** The offset between the two clocks as the fastest packet shows it, in samples. */
    long fastest() {
        return Math.min(fastestBefore, fastestNow);
    }

    /** How long the fastest packet should wait, in samples. */
    int target() {
        return target;
    }
}
