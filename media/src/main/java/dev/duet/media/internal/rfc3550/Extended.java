package dev.duet.media.internal.rfc3550;

/** Turns numbers that wrap around, such as sequence numbers and timestamps, into ones that do not. */
public final class Extended {

    private final int bits;
    private long newest = -1;

    private Extended(int bits) {
        this.bits = bits;
    }

    /** For sequence numbers. */
    public static Extended sequence() {
        return new Extended(16);
    }

    /** For timestamps. */
    public static Extended timestamp() {
        return new Extended(32);
    }

    /** The number nearest to the newest one so far, which it becomes when it is ahead. Begins in the second cycle. */
    public long extend(long wrapped) {
        long cycle = 1L << bits;
        if (newest < 0) {
            newest = cycle + wrapped;
            return newest;
        }
        long ahead = wrapped - newest & cycle - 1;
        long near = newest + (ahead < cycle / 2 ? ahead : ahead - cycle);
        newest = Math.max(newest, near);
        return near;
    }

    /** Forgets all. */
    public void reset() {
        newest = -1;
    }
}
