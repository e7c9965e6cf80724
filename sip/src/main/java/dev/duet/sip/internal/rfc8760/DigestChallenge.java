package dev.duet.sip.internal.rfc8760;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks for (RFC 7616 3.3).
 *
 * @param proxy true for Proxy-Authenticate (407), false for WWW-Authenticate (401)
 * @param realm which password is wanted
 * @param nonce unlike in each challenge
 * @param opaque to be given back; null when there is none
 * @param algorithm the parameter as written; null when there is none, which means MD5
 * @param qop the qualities of protection that are offered; empty for RFC 2069's none
 * @param stale true when only the nonce was too old
 */
public record DigestChallenge(
        boolean proxy,
        String realm,
        String nonce,
        @Nullable String opaque,
        @Nullable String algorithm,
        List<String> qop,
        boolean stale) {

    private static final String SCHEME = "digest ";

    /**
     * Reads the value of a challenge header.
     *
     * @return empty when it is malformed, or of another scheme than Digest
     */
    public static Optional<DigestChallenge> parse(boolean proxy, String value) {
        String text = value.strip();
        if (!text.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return AuthParameters.parse(text.substring(SCHEME.length())).flatMap(map -> of(proxy, map));
    }

    /** The same with another nonce, which the server told ahead of time (RFC 7616 3.5). */
    DigestChallenge withNonce(String next) {
        return new DigestChallenge(proxy, realm, next, opaque, algorithm, qop, false);
    }

    private static Optional<DigestChallenge> of(boolean proxy, Map<String, String> map) {
        String realm = map.get("realm");
        String nonce = map.get("nonce");
        if (realm == null || nonce == null) {
            return Optional.empty();
        }
        String offered = map.getOrDefault("qop", "").strip();
        return Optional.of(new DigestChallenge(
                proxy,
                realm,
                nonce,
                map.get("opaque"),
                map.get("algorithm"),
                offered.isEmpty()
                        ? List.of()
                        : List.of(offered.toLowerCase(Locale.ROOT).split("\\s*,\\s*")),
                "true".equalsIgnoreCase(map.get("stale"))));
    }

    /** The hash; empty when it is not known. */
    Optional<DigestAlgorithm> hash() {
        return algorithm == null ? Optional.of(DigestAlgorithm.MD5) : DigestAlgorithm.of(algorithm);
    }

    /** True for a hash that is answered only where there is no other. */
    boolean isWeak() {
        return hash().filter(DigestAlgorithm.MD5::equals).isPresent();
    }

    /** True when this side can answer. */
    boolean isUnderstood() {
        return hash().isPresent() && (qop.isEmpty() || qop.contains("auth") || qop.contains("auth-int"));
    }

    /** The quality of protection to answer with: auth where offered, else auth-int; empty for none. */
    String chosenQop() {
        return qop.isEmpty() ? "" : qop.contains("auth") ? "auth" : "auth-int";
    }
}
