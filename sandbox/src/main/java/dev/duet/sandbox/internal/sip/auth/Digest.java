package dev.duet.sandbox.internal.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The arithmetic of RFC 7616 3.4. */
public final class Digest {

    private static final Map<String, String> JDK_NAMES =
            Map.of("MD5", "MD5", "SHA-256", "SHA-256", "SHA-512-256", "SHA-512/256");

    private Digest() {}

    /**
     * The response.
     *
     * @param qop empty for the calculation of RFC 2069
     * @param body hashed with {@code auth-int} only
     */
    public static String response(
            String algorithm,
            String user,
            String realm,
            String password,
            String method,
            String uri,
            String nonce,
            String nc,
            String cnonce,
            String qop,
            byte[] body) {
        String a1 = hash(algorithm, utf8(user + ':' + realm + ':' + password));
        String a2Text = method + ':' + uri + (qop.equals("auth-int") ? ':' + hash(algorithm, body) : "");
        String a2 = hash(algorithm, utf8(a2Text));
        String middle = qop.isEmpty() ? nonce : nonce + ':' + nc + ':' + cnonce + ':' + qop;
        return hash(algorithm, utf8(a1 + ':' + middle + ':' + a2));
    }

    private static byte[] utf8(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String algorithm, byte[] bytes) {
        String name = JDK_NAMES.get(algorithm);
        if (name == null) {
            throw new IllegalArgumentException("no digest algorithm " + algorithm);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
