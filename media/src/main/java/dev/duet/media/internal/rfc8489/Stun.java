package dev.duet.media.internal.rfc8489;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Numbers and sums of STUN (RFC 8489 18, with those of ICE and TURN). */
public final class Stun {

    /** Bytes before the first attribute. */
    public static final int HEADER_BYTES = 20;

    /** Bytes that tell one transaction from the others. */
    public static final int TRANSACTION_BYTES = 12;

    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;

    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int CHANNEL_NUMBER = 0x000C;
    public static final int LIFETIME = 0x000D;
    public static final int XOR_PEER_ADDRESS = 0x0012;
    public static final int DATA = 0x0013;
    public static final int REALM = 0x0014;
    public static final int NONCE = 0x0015;
    public static final int XOR_RELAYED_ADDRESS = 0x0016;
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    public static final int REQUESTED_TRANSPORT = 0x0019;
    public static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    public static final int PASSWORD_ALGORITHM = 0x001D;
    public static final int USERHASH = 0x001E;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int ADDITIONAL_ADDRESS_FAMILY = 0x8000;
    public static final int PASSWORD_ALGORITHMS = 0x8002;
    public static final int ALTERNATE_SERVER = 0x8023;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    static final int MAGIC_COOKIE = 0x2112_A442;
    static final int SHA1_BYTES = 20;
    static final int SHA256_BYTES = 32;
    private static final int FINGERPRINT_XOR = 0x5354_554E;

    private Stun() {}

    /** The key of short-term credentials (RFC 8489 9.1.1). */
    public static byte[] shortTermKey(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** The sum of a message up to an attribute, with the length as if the message ended behind that attribute. */
    static byte[] hmac(String algorithm, byte[] key, byte[] data, int offset, int count, int bodyLength) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            // An empty password is none that the other side could know; a key of zeros fails as it should.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            mac.update(data, offset, 2);
            mac.update((byte) (bodyLength >> 8));
            mac.update((byte) bodyLength);
            mac.update(data, offset + 4, count - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + algorithm, e);
        }
    }

    /** True for a message that begins as STUN does; at least eight bytes. */
    public static boolean hasCookie(byte[] message) {
        return u32(message, 4) == MAGIC_COOKIE;
    }

    static int fingerprint(byte[] data, int offset, int count) {
        CRC32 crc = new CRC32();
        crc.update(data, offset, count);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    static int u16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
    }

    static int u32(byte[] data, int at) {
        return u16(data, at) << 16 | u16(data, at + 2);
    }
}
