package dev.duet.xmpp.internal.xep0484;

import dev.duet.xmpp.internal.rfc4422.Mechanism;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HT-SHA-256 and its like (draft-schmaus-kitten-sasl-ht): both sides prove, with one message each, that they know a
 * token. Such a message can be sent again by whoever reads it: only inside TLS.
 */
public final class HashedToken implements Mechanism {

    private static final String PREFIX = "HT-";
    private static final String END_POINT = "-ENDP";
    private static final String NONE = "-NONE";
    private static final List<String> HASHES = List.of("SHA-512", "SHA-256");

    private final FastToken token;
    private final String user;
    private final byte[] binding;

    /**
     * An exchange.
     *
     * @param endPoint the binding {@code tls-server-end-point}; null when there is none
     * @throws IllegalArgumentException when the token needs a binding, and there is none
     */
    public HashedToken(FastToken token, String user, byte @Nullable [] endPoint) {
        this.token = token;
        this.user = user;
        if (token.mechanism().endsWith(NONE)) {
            binding = new byte[0];
        } else if (endPoint == null) {
            throw new IllegalArgumentException("A token for another kind of connection");
        } else {
            binding = endPoint.clone();
        }
    }

    /** True for the name of such a mechanism. */
    public static boolean isOne(String mechanism) {
        return mechanism.startsWith(PREFIX);
    }

    /** The mechanism to ask a token for: one that is tied to the connection, where both sides can; null for none. */
    public static @Nullable String choose(List<String> offered, boolean hasEndPoint) {
        for (String kind : hasEndPoint ? List.of(END_POINT, NONE) : List.of(NONE)) {
            for (String hash : HASHES) {
                if (offered.contains(PREFIX + hash + kind)) {
                    return PREFIX + hash + kind;
                }
            }
        }
        return null;
    }

    @Override
    public String name() {
        return token.mechanism();
    }

    @Override
    public byte[] first() {
        byte[] name = (user + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] proof = proof("Initiator");
        byte[] both = new byte[name.length + proof.length];
        System.arraycopy(name, 0, both, 0, name.length);
        System.arraycopy(proof, 0, both, name.length, proof.length);
        return both;
    }

    @Override
    public byte[] respond(byte[] challenge) {
        throw new IllegalArgumentException("A challenge in " + name());
    }

    @Override
    public void succeed(byte @Nullable [] last) {
        if (last == null || !MessageDigest.isEqual(proof("Responder"), last)) {
            throw new IllegalArgumentException("The server did not prove that it knows the token");
        }
    }

    private byte[] proof(String who) {
        String[] parts = token.mechanism().split("-");
        String algorithm = "HmacSHA" + parts[2];
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(token.secret().reveal().getBytes(StandardCharsets.UTF_8), algorithm));
            mac.update(who.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(binding);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
