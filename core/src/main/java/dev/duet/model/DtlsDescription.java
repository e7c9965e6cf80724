package dev.duet.model;

import java.util.List;
import java.util.Objects;

/**
 * The DTLS side of a medium (RFC 8842, XEP-0320).
 *
 * @param fingerprints hashes of the certificate that will be shown
 * @param setup who connects
 */
public record DtlsDescription(List<Fingerprint> fingerprints, Setup setup) {

    public DtlsDescription {
        Objects.requireNonNull(setup, "setup");
        fingerprints = List.copyOf(fingerprints);
    }

    /**
     * A certificate's hash (RFC 8122).
     *
     * @param hash for example {@code sha-256}, in lower case
     * @param value upper-case hexadecimal bytes with colons between them
     */
    public record Fingerprint(String hash, String value) {}

    /** Who opens the DTLS association (RFC 4145). */
    public enum Setup {
        /** This side connects. */
        ACTIVE,
        /** This side waits. */
        PASSIVE,
        /** Either; only in an offer. */
        ACTPASS,
        /** Not now. */
        HOLDCONN
    }
}
