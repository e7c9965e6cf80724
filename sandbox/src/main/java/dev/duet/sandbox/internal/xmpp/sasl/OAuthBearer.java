package dev.duet.sandbox.internal.xmpp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** RFC 7628. A user's token is the password: no authorization server is played. */
public final class OAuthBearer implements SaslMechanism {

    private static final String SEPARATOR = "\u0001";

    private final Credentials credentials;
    private boolean refused;

    public OAuthBearer(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public SaslStep step(String message) {
        if (refused) {
            return new SaslStep.Failure(SaslFailure.NOT_AUTHORIZED);
        }
        String[] parts = message.split(SEPARATOR, -1);
        String bearer = "auth=Bearer ";
        int at = parts[0].indexOf('@');
        if (!parts[0].startsWith("n,a=") || !parts[0].endsWith(",") || at < 0 || parts.length < 3) {
            return new SaslStep.Failure(SaslFailure.MALFORMED_REQUEST);
        }
        String user = parts[0].substring("n,a=".length(), at);
        Optional<String> token = credentials.password(user);
        for (String part : parts) {
            if (part.startsWith(bearer) && token.isPresent() && same(token.get(), part.substring(bearer.length()))) {
                return new SaslStep.Success(user, "");
            }
        }
        refused = true;
        return new SaslStep.Challenge("{\"status\":\"invalid_token\"}");
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
