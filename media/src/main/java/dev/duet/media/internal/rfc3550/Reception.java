package dev.duet.media.internal.rfc3550;

/** Loss and jitter of one source, as reports tell them (RFC 3550 6.4.1, A.1, A.3, A.8). */
public final class Reception {

    private static final long MOST_CUMULATIVE = 0x7F_FFFF;

    private final Extended sequences = Extended.sequence();
    private long first = -1;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long transitBefore;
    private boolean transitKnown;
    private double jitter;

    /** Takes note of a packet whose timestamp tells nothing about jitter, such as a key press that goes on. */
    public long received(int sequence) {
        long extended = sequences.extend(sequence);
        if (first < 0) {
            first = extended;
            highest = extended;
        }
        first = Math.min(first, extended);
        highest = Math.max(highest, extended);
        received++;
        return extended;
    }

    /** The timestamps count another clock from now on. */
    public void clockChanged() {
        transitKnown = false;
    }

    /**
     * Takes note of a packet, duplicates included.
     *
     * @param arrival when it came, in ticks of the clock that the timestamps count; its zero does not matter
     * @return the sequence number, extended
     */
    public long received(int sequence, long timestamp, long arrival) {
        long extended = received(sequence);
        long transit = arrival - timestamp;
        if (transitKnown) {
            // A timestamp that wrapped or jumped says nothing about jitter.
            long change = Math.abs((int) (transit - transitBefore));
            if (change < 1 << 24) {
                jitter += (change - jitter) / 16;
            }
        }
        transitBefore = transit;
        transitKnown = true;
        return extended;
    }

    /** True before the first packet. */
    public boolean isEmpty() {
        return first < 0;
    }

    /** Packets that came. */
    public long received() {
        return received;
    }

    /** Packets that ought to have come, going by their numbers. */
    public long expected() {
        return first < 0 ? 0 : highest - first + 1;
    }

    /** Packets that never came; less than 0 when more came than ought to. */
    public long lost() {
        return Math.max(-MOST_CUMULATIVE - 1, Math.min(MOST_CUMULATIVE, expected() - received));
    }

    /** The highest sequence number, with the count of cycles above it, as reports carry it. */
    public long highest() {
        return first < 0 ? 0 : highest - (1 << 16) & 0xFFFF_FFFFL;
    }

    /** Mean deviation of the packets' spacing, in ticks of the timestamps' clock. */
    public double jitter() {
        return jitter;
    }

    /** The share that was lost since the last call of this, in 256ths. */
    public int fractionLost() {
        long expectedNow = expected() - expectedBefore;
        long receivedNow = received - receivedBefore;
        expectedBefore += expectedNow;
        receivedBefore += receivedNow;
        long lostNow = expectedNow - receivedNow;
        return expectedNow == 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
    }
}
