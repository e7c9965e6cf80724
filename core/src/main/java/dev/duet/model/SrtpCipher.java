package dev.duet.model;

/** How SRTP encrypts and authenticates packets. The names are those of RFC 4568 6.2 and RFC 7714 14.1. */
public enum SrtpCipher {
    /** AES in counter mode, a tag of 80 bits (RFC 3711): what everybody has. */
    AES_CM_128_HMAC_SHA1_80,
    /** The same with a tag of 32 bits in RTP. Agreed on by SDES only (RFC 8827 6.5 asks DTLS for the others). */
    AES_CM_128_HMAC_SHA1_32,
    /** AES-GCM with a key of 128 bits (RFC 7714). */
    AEAD_AES_128_GCM,
    /** AES-GCM with a key of 256 bits (RFC 7714). */
    AEAD_AES_256_GCM
}
