package dev.duet.model;

import java.util.Objects;

/**
 * What protects a call.
 *
 * @param media how the sound is protected
 * @param cipher the SRTP cipher, for example {@code AEAD_AES_128_GCM}; empty without one
 * @param signalling true when the signalling that carried keys or fingerprints was itself protected, as far as this
 *     side can see: to its own server
 */
public record CallSecurity(Media media, String cipher, boolean signalling) {

    /** Nothing is protected, or nothing is known yet. */
    public static final CallSecurity NONE = new CallSecurity(Media.NONE, "", false);

    public CallSecurity {
        Objects.requireNonNull(media, "media");
        Objects.requireNonNull(cipher, "cipher");
    }

    /** How sound is protected. */
    public enum Media {
        /** Not at all: anybody on the way can listen. */
        NONE,
        /** SRTP with keys from the signalling (RFC 4568). */
        SDES,
        /** SRTP with keys of its own handshake (RFC 5764). */
        DTLS_SRTP
    }
}
