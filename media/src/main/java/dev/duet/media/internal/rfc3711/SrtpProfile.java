package dev.duet.media.internal.rfc3711;

import dev.duet.model.SrtpCipher;
import java.util.Optional;
import java.util.stream.Stream;
import org.jitsi.srtp.SrtpPolicy;

/** A cipher of SRTP with its tags. The names are those of RFC 4568 6.2 and RFC 7714 14.1. */
public enum SrtpProfile {
    /** AES in counter mode with a tag of 10 bytes: what everybody has. */
    AES_CM_128_HMAC_SHA1_80(0x0001, 16, 14, 10),
    /** The same with a tag of 4 bytes, in RTP only (RFC 3711 5.2). */
    AES_CM_128_HMAC_SHA1_32(0x0002, 16, 14, 4),
    /** AES-GCM with a key of 128 bits. */
    AEAD_AES_128_GCM(0x0007, 16, 12, 16),
    /** AES-GCM with a key of 256 bits. */
    AEAD_AES_256_GCM(0x0008, 32, 12, 16);

    private static final int SHA1_KEY_BYTES = 20;
    private static final int RTCP_TAG_BYTES = 10;

    private final int dtlsId;
    private final int keyBytes;
    private final int saltBytes;
    private final int tagBytes;

    SrtpProfile(int dtlsId, int keyBytes, int saltBytes, int tagBytes) {
        this.dtlsId = dtlsId;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.tagBytes = tagBytes;
    }

    /** The profile by its number in the use_srtp extension (RFC 5764 4.1.2, RFC 7714 14.2). */
    public static Optional<SrtpProfile> ofDtls(int id) {
        return Stream.of(values()).filter(profile -> profile.dtlsId == id).findFirst();
    }

    /** The profile of that cipher: their names are the same. */
    public static SrtpProfile of(SrtpCipher cipher) {
        return valueOf(cipher.name());
    }

    /** The profile by its name in an {@code a=crypto} (RFC 4568 9.1: names compare with case). */
    public static Optional<SrtpProfile> ofSuite(String suite) {
        return Stream.of(values())
                .filter(profile -> profile.name().equals(suite))
                .findFirst();
    }

    /** The number in the use_srtp extension. */
    public int dtlsId() {
        return dtlsId;
    }

    /** Bytes of the master key. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Bytes of the master salt. */
    public int saltBytes() {
        return saltBytes;
    }

    private boolean isGcm() {
        return this == AEAD_AES_128_GCM || this == AEAD_AES_256_GCM;
    }

    SrtpPolicy rtp() {
        return policy(tagBytes);
    }

    SrtpPolicy rtcp() {
        return policy(isGcm() ? tagBytes : RTCP_TAG_BYTES);
    }

    private SrtpPolicy policy(int tag) {
        return isGcm()
                ? new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION, keyBytes, SrtpPolicy.NULL_AUTHENTICATION, 0, tag, saltBytes)
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        keyBytes,
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        SHA1_KEY_BYTES,
                        tag,
                        saltBytes);
    }
}
