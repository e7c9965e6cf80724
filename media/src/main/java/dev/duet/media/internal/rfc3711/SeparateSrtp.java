package dev.duet.media.internal.rfc3711;

import dev.duet.media.internal.stream.PacketTransform;

/** RTP by the keys of one association, RTCP on a port of its own by those of another, as soon as there are any. */
public final class SeparateSrtp implements PacketTransform {

    private final Srtp rtp;
    private volatile PacketTransform rtcp = CLOSED;

    /** RTCP is not let through yet. */
    public SeparateSrtp(Srtp rtp) {
        this.rtp = rtp;
    }

    /** Lets RTCP through. From any thread. */
    public void rtcp(Srtp keys) {
        rtcp = keys;
    }

    @Override
    public int protect(byte[] data, int offset, int length, boolean isRtcp) {
        return (isRtcp ? rtcp : rtp).protect(data, offset, length, isRtcp);
    }

    @Override
    public int unprotect(byte[] data, int offset, int length, boolean isRtcp) {
        return (isRtcp ? rtcp : rtp).unprotect(data, offset, length, isRtcp);
    }
}
