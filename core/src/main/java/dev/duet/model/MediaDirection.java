package dev.duet.model;

/** Which ways media flow, seen from the side that says it (RFC 8866 6.7). */
public enum MediaDirection {
    /** Both ways. */
    SENDRECV,
    /** This side only sends: the other is on hold. */
    SENDONLY,
    /** This side only receives. */
    RECVONLY,
    /** Neither way. */
    INACTIVE;

    /** True when this side sends. */
    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    /** True when this side receives. */
    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** The same flows, seen from the other side. */
    public MediaDirection reversed() {
        return of(receives(), sends());
    }

    /** The direction that sends and receives as told. */
    public static MediaDirection of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** What is left when both sides must agree (RFC 3264 6.1): {@code this} as answer to {@code offered}. */
    public MediaDirection within(MediaDirection offered) {
        MediaDirection limit = offered.reversed();
        return of(sends() && limit.sends(), receives() && limit.receives());
    }
}
