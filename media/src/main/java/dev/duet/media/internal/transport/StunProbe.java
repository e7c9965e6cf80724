package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Asks a STUN server how it sees one of our ports (RFC 8489 14.2). */
final class StunProbe {

    private static final long FIRST_WAIT = Duration.ofMillis(250).toNanos();
    private static final int SENDS = 5;

    private final IcePort port;
    private final InetSocketAddress server;
    private final byte[] transaction;
    private final byte[] request;
    private int sends;
    private long nextAt;

    /**
     * A probe that is not sent yet.
     *
     * @param transaction unpredictable: who can guess it can lie about our address (RFC 8489 5)
     */
    StunProbe(IcePort port, InetSocketAddress server, byte[] transaction, long now) {
        this.port = port;
        this.server = server;
        this.transaction = transaction;
        request = new StunWriter(Stun.BINDING_REQUEST, transaction).bytes();
        nextAt = now;
    }

    IcePort port() {
        return port;
    }

    InetSocketAddress server() {
        return server;
    }

    /** True when that is the server's answer, whatever it says. */
    boolean isAnswer(IcePort at, StunMessage message, InetSocketAddress from) {
        return at == port && from.equals(server) && message.isOf(transaction);
    }

    /** Sends the request when that is due, the first time or again. False when it was sent often enough. */
    boolean tick(long now) {
        if (now - nextAt < 0) {
            return true;
        }
        if (sends == SENDS) {
            return false;
        }
        nextAt = now + (FIRST_WAIT << sends);
        sends++;
        port.port().send(request, 0, request.length, server);
        return true;
    }
}
