package dev.duet.media.internal.rfc3711;

import dev.duet.media.internal.stream.PacketTransform;

/** SRTP both ways, each way with its key. */
public record Srtp(SrtpSender out, SrtpReceiver in) implements PacketTransform {

    @Override
    public int protect(byte[] data, int offset, int length, boolean rtcp) {
        return rtcp ? out.rtcp(data, offset, length) : out.rtp(data, offset, length);
    }

    @Override
    public int unprotect(byte[] data, int offset, int length, boolean rtcp) {
        return rtcp ? in.rtcp(data, offset, length) : in.rtp(data, offset, length);
    }
}
