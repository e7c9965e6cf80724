package dev.duet.xmpp.internal.rfc4422;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** OAUTHBEARER (RFC 7628): an OAuth 2 token in place of a password. */
final class OAuthBearer implements Mechanism {

    static final String NAME = "OAUTHBEARER";

    private static final char SEPARATOR = 1;

    private final SaslChoice.Who who;

    OAuthBearer(SaslChoice.Who who) {
        this.who = who;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] first() {
        String authzid = (who.user() + '@' + who.domain()).replace("=", "=3D").replace(",", "=2C");
        return ("n,a=" + authzid + ',' + SEPARATOR + "auth=Bearer " + who.secret() + SEPARATOR + SEPARATOR)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A challenge tells what is wrong with the token; it is answered with nothing, and failure follows. */
    @Override
    public byte[] respond(byte[] challenge) {
        return new byte[] {SEPARATOR};
    }

    @Override
    public void succeed(byte @Nullable [] last) {
        // there is nothing to prove
    }
}
