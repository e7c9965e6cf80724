package dev.duet.media.internal.rfc3711;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** SRTP as the RFCs write it down, straight on the JDK's ciphers; checked against their vectors in {@link SrtpTest}. */
final class Reference {

    private Reference() {}

    /** RFC 3711 4.3.1, key derivation rate 0. */
    static byte[] derive(byte[] key, byte[] salt, int label, int length) throws GeneralSecurityException {
        byte[] iv = Arrays.copyOf(salt, 16);
        iv[7] ^= (byte) label;
        return counter(key, iv, new byte[length]);
    }

    private static byte[] counter(byte[] key, byte[] iv, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(data);
    }

    /** RFC 7714 8 and 9, under session keys. */
    static byte[] gcm(byte[] key, byte[] salt, byte[] packet, int header, long index, boolean rtcp)
            throws GeneralSecurityException {
        ByteBuffer iv = ByteBuffer.allocate(12);
        int ssrc = ByteBuffer.wrap(packet).getInt(rtcp ? 4 : 8);
        iv.putShort((short) 0).putInt(ssrc);
        iv.putShort((short) (rtcp ? 0 : index >>> 32)).putInt((int) index);
        byte[] nonce = xor(iv.array(), salt);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(packet, 0, header);
        byte[] word = word((int) index | 0x8000_0000);
        if (rtcp) {
            cipher.updateAAD(word);
        }
        byte[] sealed = cipher.doFinal(packet, header, packet.length - header);
        byte[] whole = join(Arrays.copyOf(packet, header), sealed);
        return rtcp ? join(whole, word) : whole;
    }

    /** RFC 3711 3.3, 3.4 and 4.1.1, under session keys. */
    static byte[] sha1(
            byte[] key, byte[] salt, byte[] auth, byte[] packet, int header, long index, boolean rtcp, int tag)
            throws GeneralSecurityException {
        int ssrc = ByteBuffer.wrap(packet).getInt(rtcp ? 4 : 8);
        ByteBuffer iv = ByteBuffer.allocate(16).putInt(0).putInt(ssrc).putLong(index << 16);
        byte[] clear = Arrays.copyOfRange(packet, header, packet.length);
        byte[] sealed =
                join(Arrays.copyOf(packet, header), counter(key, xor(iv.array(), Arrays.copyOf(salt, 16)), clear));
        byte[] word = word(rtcp ? (int) index | 0x8000_0000 : (int) (index >>> 16));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(auth, "HmacSHA1"));
        mac.update(sealed);
        byte[] proof = Arrays.copyOf(mac.doFinal(word), tag);
        return rtcp ? join(join(sealed, word), proof) : join(sealed, proof);
    }

    /** A packet under a master key. */
    static byte[] protect(SrtpKey key, byte[] packet, long index, boolean rtcp) throws GeneralSecurityException {
        SrtpProfile profile = key.profile();
        int first = rtcp ? 3 : 0;
        int header = rtcp ? 8 : 12;
        byte[] session = derive(key.key(), key.salt(), first, profile.keyBytes());
        byte[] salt = derive(key.key(), key.salt(), first + 2, profile.saltBytes());
        byte[] auth = derive(key.key(), key.salt(), first + 1, 20);
        return switch (profile) {
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> gcm(session, salt, packet, header, index, rtcp);
            case AES_CM_128_HMAC_SHA1_80 -> sha1(session, salt, auth, packet, header, index, rtcp, 10);
            case AES_CM_128_HMAC_SHA1_32 -> sha1(session, salt, auth, packet, header, index, rtcp, rtcp ? 10 : 4);
        };
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] both = a.clone();
        for (int i = 0; i < b.length; i++) {
            both[i] ^= b[i];
        }
        return both;
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
