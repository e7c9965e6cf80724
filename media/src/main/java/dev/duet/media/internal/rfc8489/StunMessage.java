package dev.duet.media.internal.rfc8489;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A received STUN message (RFC 8489 5), known to be whole. It reads the bytes where they lie, and so is good for as
 * long as they are not written over.
 */
public final class StunMessage {

    /** More than any message of ICE or TURN has. */
    private static final int MAX_ATTRIBUTES = 40;

    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final byte[] data;
    private final int start;
    private final int end;
    /** Where the part that counts ends: what follows the integrity is not protected, so it is not read. */
    private final int bodyEnd;

    private final int sha1;
    private final int sha256;
    private final int fingerprint;

    private StunMessage(byte[] data, int start, int end, int bodyEnd, int sha1, int sha256, int fingerprint) {
        this.data = data;
        this.start = start;
        this.end = end;
        this.bodyEnd = bodyEnd;
        this.sha1 = sha1;
        this.sha256 = sha256;
        this.fingerprint = fingerprint;
    }

    /** Null when that is no whole message, or one of too many attributes. */
    public static @Nullable StunMessage parse(byte[] data, int offset, int length) {
        if (length < Stun.HEADER_BYTES
                || (data[offset] & 0xC0) != 0
                || Stun.u16(data, offset + 2) + Stun.HEADER_BYTES != length
                || length % 4 != 0
                || Stun.u32(data, offset + 4) != Stun.MAGIC_COOKIE) {
            return null;
        }
        int end = offset + length;
        int bodyEnd = end;
        int sha1 = -1;
        int sha256 = -1;
        int fingerprint = -1;
        int count = 0;
        for (int at = offset + Stun.HEADER_BYTES; at < end; ) {
            int type = Stun.u16(data, at);
            int size = Stun.u16(data, at + 2);
            int next = at + 4 + (size + 3 & ~3);
            if (next > end || ++count > MAX_ATTRIBUTES || fingerprint >= 0) {
                return null;
            }
            if (type == Stun.MESSAGE_INTEGRITY && sha1 < 0 && sha256 < 0 && size == Stun.SHA1_BYTES) {
                sha1 = at;
                bodyEnd = Math.min(bodyEnd, at);
            } else if (type == Stun.MESSAGE_INTEGRITY_SHA256 && sha256 < 0 && isSha256(size)) {
                sha256 = at;
                bodyEnd = Math.min(bodyEnd, at);
            } else if (type == Stun.FINGERPRINT && size == 4) {
                fingerprint = at;
                bodyEnd = Math.min(bodyEnd, at);
            }
            at = next;
        }
        return new StunMessage(data, offset, end, bodyEnd, sha1, sha256, fingerprint);
    }

    private static boolean isSha256(int size) {
        return size >= 16 && size <= Stun.SHA256_BYTES && size % 4 == 0;
    }

    /** Method and class as they are written, such as {@link Stun#BINDING_REQUEST}. */
    public int type() {
        return Stun.u16(data, start);
    }

    /** True for a message that wants an answer. */
    public boolean isRequest() {
        return (type() & 0x0110) == 0;
    }

    /** A copy. */
    public byte[] transaction() {
        return Arrays.copyOfRange(data, start + 8, start + Stun.HEADER_BYTES);
    }

    /** True when it is of that transaction. */
    public boolean isOf(byte[] transaction) {
        return Arrays.equals(data, start + 8, start + Stun.HEADER_BYTES, transaction, 0, Stun.TRANSACTION_BYTES);
    }

    /** Where the first attribute of that type has its value; -1 when there is none in the part that counts. */
    public int find(int type) {
        return find(type, start + Stun.HEADER_BYTES);
    }

    /** The same from a place on, which is where an attribute begins. */
    private int find(int type, int from) {
        for (int at = from; at < bodyEnd; at += 4 + (Stun.u16(data, at + 2) + 3 & ~3)) {
            if (Stun.u16(data, at) == type) {
                return at + 4;
            }
        }
        return -1;
    }

    /** The next attribute of the same type as the one whose value is there. */
    public int findNext(int valueAt) {
        return find(Stun.u16(data, valueAt - 4), valueAt + (size(valueAt) + 3 & ~3));
    }

    /** Bytes of the value there. */
    public int size(int valueAt) {
        return Stun.u16(data, valueAt - 2);
    }

    /** True when there is such an attribute. */
    public boolean has(int type) {
        return find(type) >= 0;
    }

    /** The value; null when there is none. */
    public byte @Nullable [] bytes(int type) {
        int at = find(type);
        return at < 0 ? null : Arrays.copyOfRange(data, at, at + size(at));
    }

    /** The value as text; null when there is none. */
    public @Nullable String text(int type) {
        byte[] value = bytes(type);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** A number of 32 bits, as unsigned; -1 when there is none. */
    public long number(int type) {
        int at = find(type);
        return at < 0 || size(at) != 4 ? -1 : Stun.u32(data, at) & 0xFFFF_FFFFL;
    }

    /** A number of 64 bits; 0 when there is none. */
    public long longNumber(int type) {
        int at = find(type);
        return at < 0 || size(at) != 8 ? 0 : (long) Stun.u32(data, at) << 32 | Stun.u32(data, at + 4) & 0xFFFF_FFFFL;
    }

    /** 300 to 699; 0 when there is none, or one out of these bounds (RFC 8489 14.8). */
    public int errorCode() {
        int at = find(Stun.ERROR_CODE);
        if (at < 0 || size(at) < 4) {
            return 0;
        }
        int kind = data[at + 2] & 7;
        int number = data[at + 3] & 0xFF;
        return kind < 3 || kind > 6 || number > 99 ? 0 : 100 * kind + number;
    }

    /** The address in an XOR-...-ADDRESS attribute; null when there is none, or one that nobody can have. */
    public @Nullable InetSocketAddress xorAddress(int type) {
        int at = find(type);
        return at < 0 ? null : xorAddressAt(at);
    }

    /** The same of the attribute whose value is there. */
    public @Nullable InetSocketAddress xorAddressAt(int at) {
        return address(at, true);
    }

    /** The address in an attribute that does not hide it; null when there is none. */
    public @Nullable InetSocketAddress address(int type) {
        int at = find(type);
        return at < 0 ? null : address(at, false);
    }

    private @Nullable InetSocketAddress address(int at, boolean xored) {
        int size = size(at);
        int family = size < 4 ? 0 : data[at + 1];
        int bytes = family == IPV4 ? 4 : family == IPV6 ? 16 : 0;
        if (bytes == 0 || size != 4 + bytes) {
            return null;
        }
        int port = Stun.u16(data, at + 2) ^ (xored ? Stun.MAGIC_COOKIE >>> 16 : 0);
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            address[i] = (byte) (data[at + 4 + i] ^ (xored ? data[start + 4 + i] : 0));
        }
        try {
            return port == 0 ? null : new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** True when the USERNAME is that fragment, a colon, and something more (RFC 8445 7.3). */
    public boolean isFor(String usernameFragment) {
        int at = find(Stun.USERNAME);
        int length = usernameFragment.length();
        if (at < 0 || size(at) <= length + 1 || data[at + length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data[at + i] != (byte) usernameFragment.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** True when there is a FINGERPRINT (RFC 8489 14.7) and it is right. */
    public boolean hasFingerprint() {
        return fingerprint >= 0
                && Stun.u32(data, fingerprint + 4) == Stun.fingerprint(data, start, fingerprint - start);
    }

    /** True when it ends with a FINGERPRINT that is wrong. */
    public boolean hasWrongFingerprint() {
        return fingerprint >= 0 && !hasFingerprint();
    }

    /** True when it carries a MESSAGE-INTEGRITY or -SHA256 and each that it carries was made with that key. */
    public boolean isSignedWith(byte[] key) {
        return (sha1 >= 0 || sha256 >= 0)
                && (sha1 < 0 || matches("HmacSHA1", key, sha1))
                && (sha256 < 0 || matches("HmacSHA256", key, sha256));
    }

    private boolean matches(String algorithm, byte[] key, int at) {
        int size = Stun.u16(data, at + 2);
        byte[] sum = Stun.hmac(algorithm, key, data, start, at - start, at - start - Stun.HEADER_BYTES + 4 + size);
        return MessageDigest.isEqual(Arrays.copyOf(sum, size), Arrays.copyOfRange(data, at + 4, at + 4 + size));
    }

    /** Bytes of the whole message. */
    public int length() {
        return end - start;
    }
}
