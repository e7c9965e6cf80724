package dev.duet.media.internal.rfc3550;

/** Numbers in network byte order. */
public final class Bytes {

    private Bytes() {}

    /** Reads 16 bits. */
    public static int u16(byte[] data, int offset) {
        return (data[offset] & 0xFF) << 8 | data[offset + 1] & 0xFF;
    }

    /** Reads 24 bits. */
    public static int u24(byte[] data, int offset) {
        return (data[offset] & 0xFF) << 16 | u16(data, offset + 1);
    }

    /** Reads 32 bits. */
    public static long u32(byte[] data, int offset) {
        return (long) u16(data, offset) << 16 | u16(data, offset + 2);
    }

    /** Writes the lowest 16 bits. */
    public static void put16(byte[] data, int offset, int value) {
        data[offset] = (byte) (value >> 8);
        data[offset + 1] = (byte) value;
    }

    /** Writes the lowest 32 bits. */
    public static void put32(byte[] data, int offset, long value) {
        put16(data, offset, (int) (value >> 16));
        put16(data, offset + 2, (int) value);
    }
}
