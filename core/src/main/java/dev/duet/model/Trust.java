package dev.duet.model;

import java.nio.file.Path;
import java.util.Objects;

/** Whom TLS connections trust. The server's name is always checked, but for {@link Insecure}. */
public sealed interface Trust {

    /** The certificate authorities that the Java runtime trusts ({@code javax.net.ssl.trustStore} counts). */
    static Trust system() {
        return new System();
    }

    /**
     * Only the certificate authorities in a PEM file.
     *
     * @param pem read when a link connects
     */
    static Trust authorities(Path pem) {
        return new Authorities(pem);
    }

    /** Anybody. For experiments: whoever sits in the way can read and change everything. */
    static Trust insecure() {
        return new Insecure();
    }

    /** The Java runtime's authorities. */
    record System() implements Trust {}

    /**
     * The authorities in a file.
     *
     * @param pem one or more X.509 certificates in PEM form
     */
    record Authorities(Path pem) implements Trust {
        public Authorities {
            Objects.requireNonNull(pem, "pem");
        }
    }

    /** Anybody, by any name. */
    record Insecure() implements Trust {}
}
