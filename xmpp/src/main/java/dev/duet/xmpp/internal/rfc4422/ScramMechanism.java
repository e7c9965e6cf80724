package dev.duet.xmpp.internal.rfc4422;

import dev.duet.xmpp.internal.rfc5802.Scram;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The SCRAM family (RFC 5802, RFC 7677). */
final class ScramMechanism implements Mechanism {

    private final String name;
    private final Scram exchange;
    private final String password;
    private boolean saidLast;
    private boolean verified;

    ScramMechanism(String name, Scram exchange, String password) {
        this.name = name;
        this.exchange = exchange;
        this.password = password;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] first() {
        return exchange.first().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] respond(byte[] challenge) {
        String text = new String(challenge, StandardCharsets.UTF_8);
        if (saidLast) {
            verified = exchange.verify(text); // some servers say it before success rather than with it
            return new byte[0];
        }
        saidLast = true;
        return exchange.last(text, password).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void succeed(byte @Nullable [] last) {
        boolean proven = verified || last != null && exchange.verify(new String(last, StandardCharsets.UTF_8));
        if (!proven) {
            throw new IllegalArgumentException("The server did not prove that it knows the password");
        }
    }
}
