package dev.duet.media.internal.rfc8656;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Long-term credentials (RFC 8489 9.2): what the server's challenge asks for, and how requests prove the password. A
 * server that offers password algorithms gets SHA-256 where it can, and one that hides names gets a hash of ours.
 */
final class LongTermCredentials {

    private static final String COOKIE = "obMatJos2";
    private static final int MAX_TEXT_BYTES = 763;
    private static final int FEATURE_ALGORITHMS = 0x800000;
    private static final int FEATURE_ANONYMITY = 0x400000;
    private static final int MD5 = 1;
    private static final int SHA_256 = 2;

    private final String username;
    private final Secret password;
    private @Nullable String realm;
    private byte @Nullable [] nonce;
    private byte @Nullable [] algorithms;
    private int algorithm;
    private boolean anonymous;
    private byte @Nullable [] key;

    LongTermCredentials(String username, Secret password) {
        this.username = username;
        this.password = password;
    }

    /** Takes what a 401 or 438 says. False when it does not say enough. */
    boolean challenge(StunMessage response) {
        byte[] newNonce = response.bytes(Stun.NONCE);
        String newRealm = response.text(Stun.REALM);
        if (newNonce == null || newNonce.length > MAX_TEXT_BYTES) {
            return false;
        }
        if (newRealm == null || newRealm.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            return false;
        }
        int features = features(newNonce);
        byte[] offered = (features & FEATURE_ALGORITHMS) == 0 ? null : response.bytes(Stun.PASSWORD_ALGORITHMS);
        int chosen = offered == null ? MD5 : choose(offered);
        if (chosen == 0 || offered != null && offered.length > MAX_TEXT_BYTES) {
            return false;
        }
        realm = newRealm;
        nonce = newNonce;
        algorithms = offered;
        algorithm = chosen;
        anonymous = (features & FEATURE_ANONYMITY) != 0;
        String text = username
                + ':'
                + newRealm
                + ':'
                + Normalizer.normalize(password.reveal(), Normalizer.Form.NFC); // a part of OpaqueString, RFC 8265
        key = digest(chosen == SHA_256 ? "SHA-256" : "MD5", text);
        return true;
    }

    private static int features(byte[] nonce) {
        String text = new String(nonce, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(COOKIE) || text.length() < COOKIE.length() + 4) {
            return 0;
        }
        try {
            byte[] bits = Base64.getDecoder().decode(text.substring(COOKIE.length(), COOKIE.length() + 4));
            return (bits[0] & 0xFF) << 16 | (bits[1] & 0xFF) << 8 | bits[2] & 0xFF;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    /** The best that both know; 0 when there is none. */
    private static int choose(byte[] offered) {
        int best = 0;
        for (int at = 0; at + 4 <= offered.length; ) {
            int number = (offered[at] & 0xFF) << 8 | offered[at + 1] & 0xFF;
            int parameters = (offered[at + 2] & 0xFF) << 8 | offered[at + 3] & 0xFF;
            if (number <= SHA_256) {
                best = Math.max(best, number);
            }
            at += 4 + (parameters + 3 & ~3);
        }
        return best;
    }

    /** True when a challenge was taken. */
    boolean isReady() {
        return key != null;
    }

    /** Ends a request: with proof, once there was a challenge. */
    byte[] finish(StunWriter request) {
        byte[] proof = key;
        byte[] current = nonce;
        String where = realm;
        if (proof == null || current == null || where == null) {
            return request.withFingerprint();
        }
        if (anonymous) {
            request.put(Stun.USERHASH, digest("SHA-256", username + ':' + where));
        } else {
            request.text(Stun.USERNAME, username);
        }
        request.text(Stun.REALM, where).put(Stun.NONCE, current);
        byte[] offered = algorithms;
        if (offered == null) {
            return request.sign(proof).withFingerprint();
        }
        return request.put(Stun.PASSWORD_ALGORITHMS, offered)
                .put(Stun.PASSWORD_ALGORITHM, new byte[] {0, (byte) algorithm, 0, 0})
                .sign256(proof)
                .withFingerprint();
    }

    /** True when the response can only be the server's: it knows the password, too. */
    boolean signed(StunMessage response) {
        byte[] proof = key;
        return proof != null && response.isSignedWith(proof);
    }

    private static byte[] digest(String name, String text) {
        try {
            return MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has " + name, e);
        }
    }

    @Override
    public String toString() {
        return "LongTermCredentials[" + username + "]";
    }
}
