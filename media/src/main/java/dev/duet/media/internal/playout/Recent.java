package dev.duet.media.internal.playout;

/** Which of the last 64 packets came. A copy shows nothing about the line: it may be a replay, however late. */
final class Recent {

    private long newest;
    private long seen;

    /** Forgets all but that packet. */
    void begin(long sequence) {
        newest = sequence;
        seen = 1;
    }

    boolean isNewest(long sequence) {
        return sequence > newest;
    }

    /** Remembers a packet; false when it came before, or is too old to tell. */
    boolean add(long sequence) {
        long ahead = sequence - newest;
        if (ahead > 0) {
            seen = ahead < Long.SIZE ? seen << ahead | 1 : 1;
            newest = sequence;
            return true;
        }
        long bit = -ahead < Long.SIZE ? 1L << -ahead : 0;
        boolean fresh = bit != 0 && (seen & bit) == 0;
        seen |= bit;
        return fresh;
    }
}
