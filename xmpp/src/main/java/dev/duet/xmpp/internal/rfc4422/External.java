package dev.duet.xmpp.internal.rfc4422;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * EXTERNAL (RFC 4422 A): TLS has shown a certificate. It says which account is meant, although a certificate that names
 * one alone would do without (XEP-0178 2): servers that know accounts by other names in certificates want to hear it.
 */
final class External implements Mechanism {

    static final String NAME = "EXTERNAL";

    private final SaslChoice.Who who;

    External(SaslChoice.Who who) {
        this.who = who;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] first() {
        return (who.user() + '@' + who.domain()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] respond(byte[] challenge) {
        throw new IllegalArgumentException("A challenge in EXTERNAL");
    }

    @Override
    public void succeed(byte @Nullable [] last) {
        // TLS has proven what there was to prove
    }
}
