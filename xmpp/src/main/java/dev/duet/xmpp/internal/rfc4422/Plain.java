package dev.duet.xmpp.internal.rfc4422;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616). */
final class Plain implements Mechanism {

    static final String NAME = "PLAIN";

    private final SaslChoice.Who who;

    Plain(SaslChoice.Who who) {
        this.who = who;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] first() {
        return ("\0" + who.user() + '\0' + who.secret()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] respond(byte[] challenge) {
        throw new IllegalArgumentException("A challenge in PLAIN");
    }

    @Override
    public void succeed(byte @Nullable [] last) {
        // there is nothing to prove
    }
}
