package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.rfc5802.Scram;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import javax.security.auth.callback.CallbackHandler;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jivesoftware.smack.sasl.SASLMechanism;
import org.jspecify.annotations.Nullable;

/** SCRAM-SHA-256 (RFC 7677) for Smack, whose own SCRAM classes hash with SHA-1 whatever their name. */
final class ScramSha256 extends SASLMechanism {

    static final String NAME = "SCRAM-SHA-256";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PRIORITY = 105; // before Smack's SCRAM-SHA-1, which has 110

    private @Nullable Scram scram;
    private boolean sentLast;
    private boolean verified;

    @Override
    protected void authenticateInternal(CallbackHandler handler) throws SmackSaslException {
        throw new SmackSaslException(NAME + " wants a password");
    }

    @Override
    protected byte[] getAuthenticationText() {
        byte[] nonce = new byte[24];
        RANDOM.nextBytes(nonce);
        Scram begun = new Scram("SHA-256", authenticationId, Base64.getEncoder().encodeToString(nonce));
        scram = begun;
        return begun.first().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected byte @Nullable [] evaluateChallenge(byte[] challenge) throws SmackSaslException {
        Scram begun = scram;
        if (begun == null) {
            throw new SmackSaslException("A challenge before the first message");
        }
        String text = new String(challenge, StandardCharsets.UTF_8);
        try {
            if (sentLast) {
                verified = begun.verify(text);
                return null;
            }
            sentLast = true;
            return begun.last(text, password).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SmackSaslException("Bad SCRAM message: " + e.getMessage());
        }
    }

    @Override
    protected void checkIfSuccessfulOrThrow() throws SmackSaslException {
        if (!verified) {
            throw new SmackSaslException("The server did not prove that it knows the password");
        }
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    @Override
    protected SASLMechanism newInstance() {
        return new ScramSha256();
    }
}
