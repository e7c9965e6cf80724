package dev.duet.sandbox.internal.xmpp;

import dev.duet.sandbox.internal.xmpp.sasl.Credentials;
import dev.duet.sandbox.internal.xmpp.sasl.ScramHash;
import dev.duet.sandbox.internal.xmpp.sasl.ScramVerifier;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Computes the verifier of each password once: that takes milliseconds, and many clients may sign in together. */
final class ScramVerifiers {

    private static final int ITERATIONS = 4096;
    private static final int SALT_BYTES = 16;

    private final Map<Key, Known> known = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Credentials credentials;

    ScramVerifiers(Credentials credentials) {
        this.credentials = credentials;
    }

    private record Key(ScramHash hash, String user) {}

    /** Not a record: the password must be in no toString. */
    private static final class Known {
        private final String password;
        private final ScramVerifier verifier;

        Known(String password, ScramVerifier verifier) {
            this.password = password;
            this.verifier = verifier;
        }
    }

    /** For a user that does not exist, one that no password fits. */
    ScramVerifier of(ScramHash hash, String user) {
        String password = credentials.password(user).orElse("");
        if (password.isEmpty()) {
            return make(hash, password);
        }
        return known.compute(
                        new Key(hash, user),
                        (key, before) -> before != null && before.password.equals(password)
                                ? before
                                : new Known(password, make(hash, password)))
                .verifier;
    }

    private ScramVerifier make(ScramHash hash, String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return ScramVerifier.of(hash, password, salt, ITERATIONS);
    }
}
