package dev.duet.media.internal.rfc8489;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one STUN message (RFC 8489 5), attribute after attribute; integrity and fingerprint come last. */
public final class StunWriter {

    private static final int ROOM = 4096;

    private final ByteBuffer out = ByteBuffer.allocate(ROOM);

    /** Begins a message. */
    public StunWriter(int type, byte[] transaction) {
        out.putShort((short) type).putShort((short) 0).putInt(Stun.MAGIC_COOKIE).put(transaction);
    }

    /** Adds an attribute. */
    public StunWriter put(int type, byte[] value, int offset, int length) {
        out.putShort((short) type).putShort((short) length).put(value, offset, length);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        return this;
    }

    /** Adds an attribute. */
    public StunWriter put(int type, byte[] value) {
        return put(type, value, 0, value.length);
    }

    /** Adds text. */
    public StunWriter text(int type, String value) {
        return put(type, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a number of 32 bits. */
    public StunWriter number(int type, long value) {
        return put(type, ByteBuffer.allocate(4).putInt((int) value).array());
    }

    /** Adds a number of 64 bits. */
    public StunWriter longNumber(int type, long value) {
        return put(type, ByteBuffer.allocate(8).putLong(value).array());
    }

    /** Adds an ERROR-CODE. */
    public StunWriter error(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return put(
                Stun.ERROR_CODE,
                ByteBuffer.allocate(4 + text.length)
                        .putInt(code / 100 << 8 | code % 100)
                        .put(text)
                        .array());
    }

    /** Adds an address, hidden from translators that would rewrite it. */
    public StunWriter xorAddress(int type, InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        byte[] value = new byte[4 + host.length];
        int port = address.getPort() ^ Stun.MAGIC_COOKIE >>> 16;
        value[1] = (byte) (host.length == 4 ? 1 : 2);
        value[2] = (byte) (port >> 8);
        value[3] = (byte) port;
        for (int i = 0; i < host.length; i++) {
            value[4 + i] = (byte) (host[i] ^ out.get(4 + i));
        }
        return put(type, value);
    }

    /** Signs what is written so far (RFC 8489 14.5). */
    public StunWriter sign(byte[] key) {
        return sign(Stun.MESSAGE_INTEGRITY, "HmacSHA1", Stun.SHA1_BYTES, key);
    }

    /** Signs what is written so far (RFC 8489 14.6). */
    public StunWriter sign256(byte[] key) {
        return sign(Stun.MESSAGE_INTEGRITY_SHA256, "HmacSHA256", Stun.SHA256_BYTES, key);
    }

    private StunWriter sign(int type, String algorithm, int bytes, byte[] key) {
        int count = out.position();
        return put(type, Stun.hmac(algorithm, key, out.array(), 0, count, count - Stun.HEADER_BYTES + 4 + bytes));
    }

    /** The message, with a FINGERPRINT (RFC 8489 14.7). */
    public byte[] withFingerprint() {
        int count = out.position();
        out.putShort(2, (short) (count - Stun.HEADER_BYTES + 8));
        number(Stun.FINGERPRINT, Stun.fingerprint(out.array(), 0, count));
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The message. */
    public byte[] bytes() {
        out.putShort(2, (short) (out.position() - Stun.HEADER_BYTES));
        return Arrays.copyOf(out.array(), out.position());
    }
}
