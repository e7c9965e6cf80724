package dev.duet.media.internal.rfc3711;

/** Big-endian words. */
final class Words {

    private Words() {}

    static int int32(byte[] data, int at) {
        return data[at] << 24 | (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF;
    }
}
