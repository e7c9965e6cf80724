package dev.duet.xmpp.internal.rfc5802;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one SCRAM exchange (RFC 5802). Usable for any hash of the family; the
 * three messages must be asked for in order.
 */
public final class Scram {

    /** Far above what servers ask (RFC 7677 4: 4096 at least), and still done within seconds. */
    private static final int MAX_ITERATIONS = 1_000_000;

    private final String hash;
    private final String hmac;
    private final String clientNonce;
    private final String firstBare;
    private final Binding binding;
    private final String offer;
    private byte @Nullable [] serverSignature;

    /**
     * How the exchange is tied to the connection.
     *
     * @param header what both sides are told of it
     * @param data of the connection itself
     */
    public record Binding(String header, byte[] data) {

        /** We know none. */
        public static final Binding NONE = new Binding("n,,", new byte[0]);

        /** We know one, but the server offered none: an error if it did, and somebody took that away. */
        public static final Binding NOT_OFFERED = new Binding("y,,", new byte[0]);

        /** That of a kind that the server knows. */
        public static Binding of(String type, byte[] data) {
            return new Binding("p=" + type + ",,", data);
        }
    }

    /**
     * Begins an exchange.
     *
     * @param hash the name of a {@link MessageDigest}: {@code SHA-256}, for example
     * @param user the name of the user
     * @param clientNonce printable ASCII without commas, unlike every time
     * @param offer what the server is thought to have offered, as XEP-0474 4.1 writes it
     */
    public Scram(String hash, String user, String clientNonce, Binding binding, String offer) {
        this.offer = offer;
        this.hash = hash;
        this.binding = binding;
        this.hmac = "Hmac" + hash.replace("-", "");
        this.clientNonce = clientNonce;
        this.firstBare = "n=" + prepare(user).replace("=", "=3D").replace(",", "=2C") + ",r=" + clientNonce;
    }

    /** The client-first-message. */
    public String first() {
        return binding.header() + firstBare;
    }

    /**
     * The client-final-message.
     *
     * @throws IllegalArgumentException when the server's message is not well-formed, answers to another nonce, or asks
     *     for an unreasonable amount of work
     */
    public String last(String serverFirst, String password) {
        Map<Character, String> fields = fields(serverFirst);
        String nonce = fields.getOrDefault('r', "");
        String salt = fields.get('s');
        if (fields.containsKey('m')) {
            throw new IllegalArgumentException("The server demands a SCRAM extension");
        }
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
            throw new IllegalArgumentException("The server's nonce does not continue ours");
        }
        String said = fields.get('h');
        if (said != null && !MessageDigest.isEqual(bytes(encode(digest(bytes(offer)))), bytes(said))) {
            // XEP-0474 4.2; the proof covers what the server said, so that this cannot be forged either
            throw new IllegalArgumentException("Somebody changed what the server offers to sign in with");
        }
        if (salt == null) {
            throw new IllegalArgumentException("The server sent no salt");
        }
        byte[] salted = salted(password, Base64.getDecoder().decode(salt), iterations(fields.get('i')));
        byte[] clientKey = mac(salted, bytes("Client Key"));
        byte[] serverKey = mac(salted, bytes("Server Key"));
        byte[] header = bytes(binding.header());
        byte[] bound = Arrays.copyOf(header, header.length + binding.data().length);
        System.arraycopy(binding.data(), 0, bound, header.length, binding.data().length);
        String withoutProof = "c=" + encode(bound) + ",r=" + nonce;
        byte[] message = bytes(firstBare + "," + serverFirst + "," + withoutProof);
        byte[] proof = mac(digest(clientKey), message);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = mac(serverKey, message);
        return withoutProof + ",p=" + encode(proof);
    }

    /** True when the server's last message proves that it, too, knows the password. */
    public boolean verify(String serverLast) {
        String signature = fields(serverLast).get('v');
        byte[] expected = serverSignature;
        return signature != null
                && expected != null
                && MessageDigest.isEqual(bytes(encode(expected)), bytes(signature));
    }

    private static int iterations(@Nullable String text) {
        int count;
        try {
            count = text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            count = 0;
        }
        if (count < 1 || count > MAX_ITERATIONS) {
            throw new IllegalArgumentException("The server asks for " + text + " iterations");
        }
        return count;
    }

    private static Map<Character, String> fields(String message) {
        Map<Character, String> fields = new HashMap<>();
        for (String field : message.split(",")) {
            if (field.length() < 2 || field.charAt(1) != '=') {
                throw new IllegalArgumentException("Not a SCRAM message");
            }
            fields.putIfAbsent(field.charAt(0), field.substring(2));
        }
        return fields;
    }

    /** Hi() of RFC 5802 2.2. */
    private byte[] salted(String password, byte[] salt, int iterations) {
        byte[] first = new byte[salt.length + 4];
        System.arraycopy(salt, 0, first, 0, salt.length);
        first[first.length - 1] = 1;
        try {
            Mac mac = macWith(bytes(prepare(password)));
            byte[] step = mac.doFinal(first);
            byte[] result = step.clone();
            for (int i = 1; i < iterations; i++) {
                step = mac.doFinal(step);
                for (int j = 0; j < result.length; j++) {
                    result[j] ^= step[j];
                }
            }
            return result;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] mac(byte[] key, byte[] data) {
        try {
            return macWith(key).doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mac macWith(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(hmac);
        // an empty password makes an empty key, which SecretKeySpec refuses; HMAC pads with zeros anyway
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, hmac));
        return mac;
    }

    private byte[] digest(byte[] data) {
        try {
            return MessageDigest.getInstance(hash).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SASLprep (RFC 4013) as far as it concerns what people type: compatibility composition. */
    private static String prepare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }
}
