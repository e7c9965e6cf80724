package dev.duet.model;

import java.util.Objects;

/**
 * What protects one half of an account.
 *
 * @param tls the TLS version, for example {@code TLSv1.3}; {@code TLS} where it is not known; empty without TLS
 * @param cipher the cipher suite; empty without TLS, or where it is not known
 * @param authentication how the user proved who they are, for example {@code SCRAM-SHA-1} or {@code Digest SHA-256};
 *     empty when nothing was asked
 */
public record LinkSecurity(String tls, String cipher, String authentication) {

    public LinkSecurity {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(cipher, "cipher");
        Objects.requireNonNull(authentication, "authentication");
    }

    /** True when the connection to the server is protected. */
    public boolean isProtected() {
        return !tls.isEmpty();
    }
}
