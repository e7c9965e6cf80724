package dev.duet.media.internal.rfc3550;

import java.util.random.RandomGenerator;

/**
 * When the next report is due (RFC 3550 6.2, 6.3, A.7), for a session of two: this side and the other. Nobody else
 * comes or goes, so that reconsideration is all there is to do when the time is over.
 */
public final class RtcpSchedule {

    private static final double LEAST_SECONDS = 5;
    private static final double COMPENSATION = Math.E - 1.5;
    private static final double SENDERS_SHARE = 0.25;

    private final RandomGenerator random;
    private final double bytesPerSecond;
    private double averageSize = 128;
    private boolean initial = true;
    private boolean peerKnown;
    private boolean peerSends;
    private boolean sending;
    private long before;
    private long next;

    /**
     * A schedule that begins now.
     *
     * @param bitsPerSecond the bandwidth of the session, of which reports may take a twentieth
     * @param now nanoseconds of any clock
     */
    public RtcpSchedule(RandomGenerator random, int bitsPerSecond, long now) {
        this.random = random;
        this.bytesPerSecond = bitsPerSecond * 0.05 / 8;
        before = now;
        next = now + interval();
    }

    /** Whether this side sent RTP lately, and whether the other is there and did. */
    public void state(boolean weSend, boolean peerIsKnown, boolean peerIsSending) {
        sending = weSend;
        peerKnown = peerIsKnown;
        peerSends = peerIsSending;
    }

    /** Takes note of the size of a compound packet that came or went, without the headers below it. */
    public void size(int bytes) {
        averageSize += (bytes + 28 - averageSize) / 16;
    }

    /** True when a report is due now; the next time is then set. */
    public boolean due(long now) {
        if (now - next < 0) {
            return false;
        }
        next = before + interval();
        if (now - next < 0) {
            return false;
        }
        before = now;
        initial = false;
        next = now + interval();
        return true;
    }

    /** When to ask again. */
    public long next() {
        return next;
    }

    private long interval() {
        int members = peerKnown ? 2 : 1;
        int senders = (sending ? 1 : 0) + (peerSends ? 1 : 0);
        double share = bytesPerSecond;
        double heads = members;
        if (senders <= members * SENDERS_SHARE) {
            share *= sending ? SENDERS_SHARE : 1 - SENDERS_SHARE;
            heads = sending ? senders : members - senders;
        }
        double least = initial ? LEAST_SECONDS / 2 : LEAST_SECONDS;
        double seconds = Math.max(least, averageSize * heads / share);
        return (long) (seconds * (0.5 + random.nextDouble()) / COMPENSATION * 1e9);
    }
}
