package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc7983.PacketKind;

/** Takes what a transport received. Called on the thread that drains; the buffer is lent until the method returns. */
public interface PacketHandler {

    /**
     * A datagram from the other side: RTP, RTCP or DTLS. Nothing but its first two bytes was looked at.
     *
     * @param length 2 to 2047
     */
    void packet(PacketKind kind, byte[] data, int offset, int length);

    /**
     * A datagram of DTLS that came on a port that is RTCP's alone: of an association of its own (RFC 5764 4.2).
     *
     * @param length 2 to 2047
     */
    default void handshakeApart(byte[] data, int offset, int length) {
        // unless there are such associations
    }

    /**
     * True when an RTP packet from an unexpected address looks like this call's: well-formed, of an agreed payload
     * type, authentic where there are keys; or when a handshake is waited for, and it is DTLS. Such a packet makes a
     * transport without ICE send there (see {@link Latch}).
     */
    boolean expected(byte[] data, int offset, int length);
}
