package dev.duet.sandbox.internal.xmpp.sasl;

import java.nio.charset.StandardCharsets;

/** What a server keeps of a password (RFC 5802 section 3). */
public final class ScramVerifier {

    final byte[] salt;
    final int iterations;
    final byte[] storedKey;
    final byte[] serverKey;

    private ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        this.salt = salt;
        this.iterations = iterations;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    public static ScramVerifier of(ScramHash hash, String password, byte[] salt, int iterations) {
        String prepared = SaslPrep.prepare(password);
        if (prepared.isEmpty()) {
            // Nobody has this password: the JDK's PBKDF2 takes no empty one.
            return new ScramVerifier(salt, iterations, new byte[0], hash.hash("none".getBytes(StandardCharsets.UTF_8)));
        }
        byte[] salted = hash.saltedPassword(prepared, salt, iterations);
        return new ScramVerifier(
                salt, iterations, hash.hash(hash.hmac(salted, "Client Key")), hash.hmac(salted, "Server Key"));
    }
}
