package dev.duet.media.internal.rfc3550;

/** A view of an RTP packet in somebody's buffer (RFC 3550 5.1). One view serves all packets, one after the other. */
public final class RtpPacket {

    /** Bytes of a header without sources and extension: the only kind that is written. */
    public static final int HEADER_BYTES = 12;

    private static final int VERSION_2 = 2 << 6;

    private byte[] buffer = new byte[0];
    private int start;
    private int payloadOffset;
    private int payloadLength;
    private int extensionProfile;
    private int extensionOffset;
    private int extensionLength;

    /** Looks at a packet. False when it is none, and the view then shows nothing useful. */
    public boolean wrap(byte[] data, int offset, int length) {
        if (length < HEADER_BYTES || (data[offset] & 0xC0) != VERSION_2) {
            return false;
        }
        buffer = data;
        start = offset;
        int end = offset + length;
        int at = offset + HEADER_BYTES + 4 * (data[offset] & 0x0F);
        extensionProfile = -1;
        extensionOffset = at;
        extensionLength = 0;
        if ((data[offset] & 0x10) != 0) {
            if (at + 4 > end) {
                return false;
            }
            extensionProfile = Bytes.u16(data, at);
            extensionOffset = at + 4;
            extensionLength = 4 * Bytes.u16(data, at + 2);
            at += 4 + extensionLength;
        }
        if (at > end) {
            return false;
        }
        int padding = (data[offset] & 0x20) == 0 ? 0 : data[end - 1] & 0xFF;
        if ((data[offset] & 0x20) != 0 && padding == 0 || at + padding > end) {
            return false;
        }
        payloadOffset = at;
        payloadLength = end - at - padding;
        return true;
    }

    /** Writes a header (RFC 3550 5.1) without padding, extension and contributing sources. */
    public static void writeHeader(
            byte[] data, int offset, boolean marker, int payloadType, int sequence, long timestamp, long ssrc) {
        data[offset] = (byte) VERSION_2;
        data[offset + 1] = (byte) (payloadType | (marker ? 0x80 : 0));
        Bytes.put16(data, offset + 2, sequence);
        Bytes.put32(data, offset + 4, timestamp);
        Bytes.put32(data, offset + 8, ssrc);
    }

    /** The buffer that was wrapped. */
    public byte[] buffer() {
        return buffer;
    }

    /** The marker bit. */
    public boolean marker() {
        return (buffer[start + 1] & 0x80) != 0;
    }

    /** 0 to 127. */
    public int payloadType() {
        return buffer[start + 1] & 0x7F;
    }

    /** 0 to 65535. */
    public int sequence() {
        return Bytes.u16(buffer, start + 2);
    }

    /** 0 to 2^32-1. */
    public long timestamp() {
        return Bytes.u32(buffer, start + 4);
    }

    /** 0 to 2^32-1. */
    public long ssrc() {
        return Bytes.u32(buffer, start + 8);
    }

    /** Where the payload begins in the buffer. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes of payload, padding taken off. */
    public int payloadLength() {
        return payloadLength;
    }

    /** The extension's profile, for example 0xBEDE (RFC 8285); -1 when there is no extension. */
    public int extensionProfile() {
        return extensionProfile;
    }

    /** Where the extension's data begin in the buffer. */
    public int extensionOffset() {
        return extensionOffset;
    }

    /** Bytes of the extension's data. */
    public int extensionLength() {
        return extensionLength;
    }
}
