package dev.duet.sip.internal.rfc8760;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The hash algorithms (RFC 7616 3.2, RFC 8760 2.1). */
enum DigestAlgorithm {
    MD5("MD5", "MD5"),
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256");

    private static final String SESSION = "-sess";

    private final String token;
    private final String javaName;

    DigestAlgorithm(String token, String javaName) {
        this.token = token;
        this.javaName = javaName;
    }

    /** The algorithm of a challenge's parameter; empty when it is not known. */
    static Optional<DigestAlgorithm> of(String token) {
        String plain = isSession(token) ? token.substring(0, token.length() - SESSION.length()) : token;
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(plain)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** True for the session variant (RFC 7616 3.4.2). */
    static boolean isSession(String token) {
        return token.toLowerCase(Locale.ROOT).endsWith(SESSION);
    }

    String token() {
        return token;
    }

    String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(javaName).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has " + javaName, e);
        }
    }
}
