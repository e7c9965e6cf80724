package dev.duet.sandbox.internal.sip.transport;

import java.net.InetSocketAddress;

/** A way to one peer: an address for UDP, a connection for TCP and TLS. Used on the loop's thread only. */
public interface Flow {

    Transport transport();

    InetSocketAddress remote();

    /** Whether something sent may still arrive; a closed flow never opens again. */
    boolean open();

    /** Sends one whole message; on a closed flow it is lost. */
    void send(byte[] message);

    /** A name for this flow, unique in the server's life, fit for the user part of a URI. */
    String token();
}
