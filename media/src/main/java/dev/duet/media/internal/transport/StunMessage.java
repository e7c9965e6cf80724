package dev.duet.media.internal.transport;

import java.nio.charset.StandardCharsets;

/** What must be known of a STUN message (RFC 8489 5) before it is let near the library that does ICE. */
final class StunMessage {

    static final int HEADER_BYTES = 20;

    private static final int MAGIC_COOKIE = 0x2112_A442;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_INDICATION = 0x0011;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;
    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;

    private StunMessage() {}

    /** True for a whole message of the Binding method. */
    static boolean isBinding(byte[] data, int length) {
        if (length < HEADER_BYTES || u16(data, 2) + HEADER_BYTES != length || u16(data, 2) % 4 != 0) {
            return false;
        }
        int type = u16(data, 0);
        boolean known = type == BINDING_REQUEST
                || type == BINDING_INDICATION
                || type == BINDING_SUCCESS
                || type == BINDING_ERROR;
        return known && (u16(data, 4) << 16 | u16(data, 6)) == MAGIC_COOKIE;
    }

    static boolean isRequest(byte[] data) {
        return u16(data, 0) == BINDING_REQUEST;
    }

    /**
     * True for a request to the one with that username fragment that claims to be signed (RFC 8445 7.3). Of a message
     * for which {@link #isBinding} holds.
     */
    static boolean isFor(String usernameFragment, byte[] data, int length) {
        boolean named = false;
        boolean signed = false;
        int at = HEADER_BYTES;
        while (at + 4 <= length) {
            int type = u16(data, at);
            int size = u16(data, at + 2);
            at += 4;
            if (at + size > length) {
                return false;
            }
            if (type == USERNAME && !signed) {
                named = startsWith(usernameFragment, data, at, size);
            }
            signed |= type == MESSAGE_INTEGRITY && size == 20;
            at += size + 3 & ~3;
        }
        return named && signed;
    }

    private static boolean startsWith(String usernameFragment, byte[] data, int at, int size) {
        byte[] wanted = (usernameFragment + ':').getBytes(StandardCharsets.UTF_8);
        if (size <= wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (data[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int u16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
    }
}
