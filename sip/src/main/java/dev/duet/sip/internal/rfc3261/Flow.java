package dev.duet.sip.internal.rfc3261;

import dev.duet.sip.internal.stack.Port;
import dev.duet.sip.internal.transport.Wire.TlsFacts;
import java.net.InetSocketAddress;

/**
 * The way from here to a server: a socket, and who is at its other end.
 *
 * @param port the socket with its transactions
 * @param remote the server
 * @param tls what protects it
 */
public record Flow(Port port, InetSocketAddress remote, TlsFacts tls) {

    /** The local address. */
    public InetSocketAddress local() {
        return port.wire().local();
    }
}
