package dev.duet.media.internal.rfc7983;

/** What a datagram on a media port is (RFC 7983 7; RTP from RTCP: RFC 5761 4). */
public enum PacketKind {
    /** Connectivity checks. */
    STUN,
    /** A handshake or its alerts. */
    DTLS,
    /** Sound. */
    RTP,
    /** Reports. */
    RTCP,
    /** Anything else: dropped. */
    OTHER;

    /** Goes by the first two bytes. */
    public static PacketKind of(byte[] data, int offset, int length) {
        if (length < 2) {
            return OTHER;
        }
        int first = data[offset] & 0xFF;
        if (first < 4) {
            return STUN;
        }
        if (first >= 20 && first < 64) {
            return DTLS;
        }
        if (first < 128 || first >= 192) {
            return OTHER;
        }
        int second = data[offset + 1] & 0xFF;
        return second >= 192 && second < 224 ? RTCP : RTP;
    }
}
