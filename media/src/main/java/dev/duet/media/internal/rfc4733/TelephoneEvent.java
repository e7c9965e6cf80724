package dev.duet.media.internal.rfc4733;

import dev.duet.media.internal.rfc3550.Bytes;

/** The payload of an event (RFC 4733 2.3), and the sixteen keys (RFC 4733 3.2). */
public final class TelephoneEvent {

    /** Bytes of the payload. */
    public static final int BYTES = 4;

    /** The codec's name in descriptions. */
    public static final String NAME = "telephone-event";

    private static final String KEYS = "0123456789*#ABCD";
    private static final int VOLUME_DBM0 = 10;

    private TelephoneEvent() {}

    /** The code of a key; -1 for anything that is no key. */
    static int code(char key) {
        return KEYS.indexOf(Character.toUpperCase(key));
    }

    /** True for a code that stands for a key. */
    static boolean isKey(int code) {
        return code >= 0 && code < KEYS.length();
    }

    /** The key of a code. */
    static char key(int code) {
        return KEYS.charAt(code);
    }

    static void write(byte[] data, int offset, int code, boolean end, int duration) {
        data[offset] = (byte) code;
        data[offset + 1] = (byte) (VOLUME_DBM0 | (end ? 0x80 : 0));
        Bytes.put16(data, offset + 2, Math.min(duration, 0xFFFF));
    }

    static boolean isEnd(byte[] data, int offset) {
        return (data[offset + 1] & 0x80) != 0;
    }
}
