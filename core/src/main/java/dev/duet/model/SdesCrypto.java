package dev.duet.model;

import java.util.Objects;

/**
 * A key of SDES (RFC 4568), which stays out of {@link #toString()}.
 *
 * @param tag 0 to 999999999
 * @param suite for example {@code AES_CM_128_HMAC_SHA1_80}
 * @param keyParameters for example {@code inline:...}
 * @param sessionParameters may be empty
 */
public record SdesCrypto(int tag, String suite, String keyParameters, String sessionParameters) {

    public SdesCrypto {
        Objects.requireNonNull(suite, "suite");
        Objects.requireNonNull(keyParameters, "keyParameters");
        Objects.requireNonNull(sessionParameters, "sessionParameters");
    }

    @Override
    public String toString() {
        return "SdesCrypto[tag=" + tag + ", suite=" + suite + ", keyParameters=***]";
    }
}
