package dev.duet.media.internal.rfc3711;

import org.jitsi.utils.ByteArrayBuffer;

/** What jitsi-srtp sees of a packet in somebody's buffer. One view serves all packets, one after the other. */
final class PacketView implements ByteArrayBuffer {

    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    PacketView on(byte[] data, int from, int count) {
        buffer = data;
        offset = from;
        length = count;
        return this;
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int count) {
        length = count;
    }

    @Override
    public void setOffset(int from) {
        offset = from;
    }

    @Override
    public boolean isInvalid() {
        return offset < 0 || length <= 0 || offset + length > buffer.length;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] to) {
        System.arraycopy(buffer, offset + from, to, 0, count);
    }

    /** There is room, or there is not: the buffer is the caller's. */
    @Override
    public void grow(int more) {
        if (offset + length + more > buffer.length) {
            throw new IllegalStateException("No room for what protects the packet");
        }
    }

    @Override
    public void append(byte[] data, int count) {
        grow(count);
        System.arraycopy(data, 0, buffer, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int less) {
        length -= less;
    }
}
