package dev.duet.media.internal.rfc5764;

/**
 * Looks at DTLS records (RFC 6347 4.1) before the handshake sees them, and keeps out what would make it hold much
 * memory, or lose its place: anybody can write the records of a handshake that has no keys yet.
 */
final class Records {

    static final int CLIENT_HELLO = 1;

    static final int CERTIFICATE_VERIFY = 15;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int HEADER_BYTES = 13;
    private static final int MESSAGE_HEADER_BYTES = 12;
    /** A certificate chain of a few large keys fits; without a limit, 16 MB would be kept for each message. */
    private static final int MOST_MESSAGE_BYTES = 20_000;
    /** A handshake takes a few dozen records; a forged high number would make all real ones look like old ones. */
    private static final int MOST_RECORDS = 4096;

    private Records() {}

    /** True when the handshake may see the datagram. */
    static boolean admits(byte[] data, int offset, int length) {
        int at = offset;
        int last = offset + length;
        while (at + HEADER_BYTES <= last) {
            int end = at + HEADER_BYTES + u16(data, at + 11);
            if (end > last || isFirstEpoch(data, at) && !admitsPlain(data, at, end)) {
                return false;
            }
            at = end;
        }
        return at == last && length > 0;
    }

    private static boolean admitsPlain(byte[] data, int at, int end) {
        if (sequence(data, at) > MOST_RECORDS) {
            return false;
        }
        int message = at + HEADER_BYTES;
        while (data[at] == HANDSHAKE && message < end) {
            if (message + MESSAGE_HEADER_BYTES > end || u24(data, message + 1) > MOST_MESSAGE_BYTES) {
                return false;
            }
            message += MESSAGE_HEADER_BYTES + u24(data, message + 9);
        }
        return data[at] != HANDSHAKE || message == end;
    }

    /** The description of an alert that nothing proves, as in a handshake without keys yet; -1 for all else. */
    static int plainAlert(byte[] data, int offset, int length) {
        boolean alert = length == HEADER_BYTES + 2 && data[offset] == ALERT && isFirstEpoch(data, offset);
        return alert ? data[offset + HEADER_BYTES + 1] & 0xFF : -1;
    }

    /** True when the datagram begins a handshake. */
    static boolean isClientHello(byte[] data, int offset, int length) {
        return length > HEADER_BYTES + MESSAGE_HEADER_BYTES
                && data[offset] == HANDSHAKE
                && isFirstEpoch(data, offset)
                && data[offset + HEADER_BYTES] == CLIENT_HELLO;
    }

    /** True when a message of that type begins in one of the records. Of a datagram that was admitted. */
    static boolean hasMessage(int type, byte[] data, int offset, int length) {
        for (int at = offset; at < offset + length; at += HEADER_BYTES + u16(data, at + 11)) {
            int end = at + HEADER_BYTES + u16(data, at + 11);
            boolean plain = data[at] == HANDSHAKE && isFirstEpoch(data, at);
            for (int message = at + HEADER_BYTES; plain && message < end; ) {
                if (data[message] == type) {
                    return true;
                }
                message += MESSAGE_HEADER_BYTES + u24(data, message + 9);
            }
        }
        return false;
    }

    /** True when one of the records announces the new keys. Of a datagram that was admitted. */
    static boolean hasChange(byte[] data, int offset, int length) {
        for (int at = offset; at < offset + length; at += HEADER_BYTES + u16(data, at + 11)) {
            if (data[at] == CHANGE_CIPHER_SPEC) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFirstEpoch(byte[] data, int at) {
        return u16(data, at + 3) == 0;
    }

    private static long sequence(byte[] data, int at) {
        return (long) u24(data, at + 5) << 24 | u24(data, at + 8);
    }

    private static int u16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
    }

    private static int u24(byte[] data, int at) {
        return (data[at] & 0xFF) << 16 | u16(data, at + 1);
    }
}
