package dev.duet.sandbox.internal.xmpp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of XEP-0484, two for each installation of a user: the one in use, and the next. Thread-safe. Each token
 * falls with the password that it was given for.
 */
public final class TokenStore {

    /** The mechanisms; those with a binding are there with TLS alone. */
    public static final List<String> MECHANISMS = List.of("HT-SHA-256-ENDP", "HT-SHA-256-NONE");

    public static final String NAMESPACE = "urn:xmpp:fast:0";

    private static final int TOKEN_BYTES = 24;
    private static final String HMAC = "HmacSHA256";

    private final Map<Owner, Slots> tokens = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Credentials credentials;

    public TokenStore(Credentials credentials) {
        this.credentials = credentials;
    }

    private record Owner(String user, String agent) {}

    /** Not records: secrets must be in no toString. */
    private static final class Slots {
        private @Nullable Token current;
        private @Nullable Token next;
    }

    private static final class Token {
        private final String mechanism;
        private final String secret;
        private final String password;

        Token(String mechanism, String secret, String password) {
            this.mechanism = mechanism;
            this.secret = secret;
            this.password = password;
        }
    }

    /** A new token for that installation; the one in use stays good until this one is used. */
    public synchronized String issue(String user, String agent, String mechanism) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getEncoder().encodeToString(bytes);
        Slots slots = tokens.computeIfAbsent(new Owner(user, agent), owner -> new Slots());
        slots.next = new Token(mechanism, secret, credentials.password(user).orElse(""));
        return secret;
    }

    /**
     * Checks what a client sent.
     *
     * @return what proves the server, in return; null when no token fits
     */
    public synchronized byte @Nullable [] check(
            String user, String agent, String mechanism, byte[] proof, byte[] binding) {
        Slots slots = tokens.get(new Owner(user, agent));
        if (slots == null) {
            return null;
        }
        Token fits = fits(user, slots.next, mechanism, proof, binding);
        if (fits != null) {
            slots.current = fits;
            slots.next = null;
        } else {
            fits = fits(user, slots.current, mechanism, proof, binding);
        }
        return fits == null ? null : hmac(fits, "Responder", binding);
    }

    private @Nullable Token fits(String user, @Nullable Token token, String mechanism, byte[] proof, byte[] binding) {
        boolean fits = token != null
                && token.mechanism.equals(mechanism)
                && token.password.equals(credentials.password(user).orElse(null))
                && MessageDigest.isEqual(hmac(token, "Initiator", binding), proof);
        return fits ? token : null;
    }

    /** The installation wants its tokens gone. */
    public synchronized void revoke(String user, String agent) {
        tokens.remove(new Owner(user, agent));
    }

    /** All tokens are good for nothing. */
    public synchronized void clear() {
        tokens.clear();
    }

    private static byte[] hmac(Token token, String who, byte[] binding) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(token.secret.getBytes(StandardCharsets.UTF_8), HMAC));
            mac.update(who.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(binding);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
