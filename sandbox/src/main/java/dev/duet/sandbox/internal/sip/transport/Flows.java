package dev.duet.sandbox.internal.sip.transport;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Finds or makes flows. Used on the loop's thread only. */
public interface Flows {

    /**
     * The flow to an address.
     *
     * @return empty if nothing may or can be sent there: the sandbox stays on loopback, and opens no TLS connections
     */
    Optional<Flow> to(Transport transport, InetSocketAddress remote);

    /** The open flow of this name, see {@link Flow#token()}. */
    Optional<Flow> byToken(String token);

    /** The port of our listener. */
    int port(Transport transport);

    /** Whether there is a listener for this transport. */
    boolean has(Transport transport);
}
