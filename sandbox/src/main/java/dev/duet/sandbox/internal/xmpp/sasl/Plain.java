package dev.duet.sandbox.internal.xmpp.sasl;

import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** RFC 4616. */
public final class Plain implements SaslMechanism {

    private final Credentials credentials;

    public Plain(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public SaslStep step(String message) {
        String[] parts = message.split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return new SaslStep.Failure(SaslFailure.MALFORMED_REQUEST);
        }
        String user;
        try {
            user = Jid.prepareLocal(parts[1]);
        } catch (InvalidJidException e) {
            return new SaslStep.Failure(SaslFailure.NOT_AUTHORIZED);
        }
        Optional<String> password = credentials.password(user);
        if (password.isEmpty() || !equal(SaslPrep.prepare(password.get()), SaslPrep.prepare(parts[2]))) {
            return new SaslStep.Failure(SaslFailure.NOT_AUTHORIZED);
        }
        if (!parts[0].isEmpty() && !credentials.mayActAs(user, parts[0])) {
            return new SaslStep.Failure(SaslFailure.INVALID_AUTHZID);
        }
        return new SaslStep.Success(user, "");
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
