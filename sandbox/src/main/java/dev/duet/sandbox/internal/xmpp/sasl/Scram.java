package dev.duet.sandbox.internal.xmpp.sasl;

import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SCRAM: RFC 5802, RFC 7677; with channel binding to the server's certificate (RFC 5929 4). */
public final class Scram implements SaslMechanism {

    private final ScramHash hash;
    private final Credentials credentials;
    private final Function<String, ScramVerifier> verifiers;
    private final String serverNonce;
    private final boolean plus;
    private final ChannelBinding channel;

    private @Nullable First first;

    /** What the first client message left to be checked. */
    private record First(
            String gs2Header,
            String clientBare,
            String serverFirst,
            String nonce,
            String user,
            ScramVerifier verifier) {}

    /**
     * A new exchange.
     *
     * @param verifiers gives the verifier of every user, a made-up one for those that do not exist, so that the
     *     exchange does not tell which ones do
     * @param plus whether the mechanism is the one with channel binding
     */
    public Scram(
            ScramHash hash,
            Credentials credentials,
            Function<String, ScramVerifier> verifiers,
            String serverNonce,
            boolean plus,
            ChannelBinding channel) {
        this.plus = plus;
        this.channel = channel;
        this.hash = hash;
        this.credentials = credentials;
        this.verifiers = verifiers;
        this.serverNonce = serverNonce;
    }

    @Override
    public SaslStep step(String message) {
        First so = first;
        return so == null ? first(message) : last(so, message);
    }

    /** {@code gs2-header [reserved-mext ","] username "," nonce ["," extensions]} */
    private SaslStep first(String message) {
        String[] parts = message.split(",", -1);
        if (parts.length < 4
                || !mayBind(parts[0])
                || !(parts[1].isEmpty() || parts[1].startsWith("a="))
                || !parts[2].startsWith("n=")
                || !parts[3].startsWith("r=")
                || parts[3].length() == 2) {
            return malformed();
        }
        String name = unescaped(parts[2].substring(2));
        String authzid = parts[1].isEmpty() ? "" : unescaped(parts[1].substring(2));
        if (name == null || name.isEmpty() || authzid == null) {
            return malformed();
        }
        String user;
        try {
            user = Jid.prepareLocal(name);
        } catch (InvalidJidException e) {
            return new SaslStep.Failure(SaslFailure.NOT_AUTHORIZED);
        }
        if (!authzid.isEmpty() && !credentials.mayActAs(user, authzid)) {
            return new SaslStep.Failure(SaslFailure.INVALID_AUTHZID);
        }
        ScramVerifier verifier = verifiers.apply(user);
        String gs2 = parts[0] + "," + parts[1] + ",";
        String nonce = parts[3].substring(2) + serverNonce;
        String reply =
                "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt) + ",i=" + verifier.iterations;
        if (!channel.offer().isEmpty()) {
            reply += ",h="
                    + Base64.getEncoder()
                            .encodeToString(hash.hash(channel.offer().getBytes(StandardCharsets.UTF_8)));
        }
        first = new First(gs2, message.substring(gs2.length()), reply, nonce, user, verifier);
        return new SaslStep.Challenge(reply);
    }

    /** RFC 5802 6: whoever thinks that no binding was offered when it was has been lied to. */
    private boolean mayBind(String flag) {
        return plus
                ? flag.equals("p=" + ChannelBinding.END_POINT) && channel.endPoint() != null
                : flag.equals("n") || flag.equals("y") && !channel.offered();
    }

    /** The header, and behind it the connection's own data. */
    private byte[] expectedBinding(String gs2Header) {
        byte[] header = gs2Header.getBytes(StandardCharsets.UTF_8);
        byte[] data = channel.endPoint();
        if (!plus || data == null) {
            return header;
        }
        byte[] both = Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, both, header.length, data.length);
        return both;
    }

    /** {@code channel-binding "," nonce ["," extensions] "," proof} */
    private SaslStep last(First so, String message) {
        int proofAt = message.lastIndexOf(",p=");
        String[] parts = message.split(",", -1);
        if (proofAt < 0 || parts.length < 3 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=")) {
            return malformed();
        }
        byte[] binding;
        byte[] proof;
        try {
            binding = Base64.getDecoder().decode(parts[0].substring(2));
            proof = Base64.getDecoder().decode(message.substring(proofAt + 3));
        } catch (IllegalArgumentException e) {
            return malformed();
        }
        String without = message.substring(0, proofAt);
        ScramVerifier verifier = so.verifier();
        String authMessage = so.clientBare() + "," + so.serverFirst() + "," + without;
        boolean same = MessageDigest.isEqual(binding, expectedBinding(so.gs2Header()))
                && parts[1].substring(2).equals(so.nonce())
                && proves(verifier, authMessage, proof)
                && credentials.password(so.user()).isPresent();
        if (!same) {
            return new SaslStep.Failure(SaslFailure.NOT_AUTHORIZED);
        }
        byte[] signature = hash.hmac(verifier.serverKey, authMessage);
        return new SaslStep.Success(so.user(), "v=" + Base64.getEncoder().encodeToString(signature));
    }

    private boolean proves(ScramVerifier verifier, String authMessage, byte[] proof) {
        if (verifier.storedKey.length == 0 || proof.length != verifier.storedKey.length) {
            return false;
        }
        byte[] clientKey = hash.hmac(verifier.storedKey, authMessage);
        for (int i = 0; i < proof.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(hash.hash(clientKey), verifier.storedKey);
    }

    private static SaslStep malformed() {
        return new SaslStep.Failure(SaslFailure.MALFORMED_REQUEST);
    }

    /** RFC 5802 5.1: {@code =2C} and {@code =3D} stand for comma and equals sign; any other use of = is an error. */
    private static @Nullable String unescaped(String name) {
        String plain = name.replace("=2C", ",").replace("=3D", "\0");
        return plain.indexOf('=') >= 0 ? null : plain.replace('\0', '=');
    }
}
