package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Endpoint;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.stack.Port;
import dev.duet.sip.internal.transport.Wire.TlsFacts;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * The way from here to a server: a socket, and who is at its other end.
 *
 * @param port the socket with its transactions
 * @param remote the server
 * @param tls what protects it
 */
public record Flow(Port port, InetSocketAddress remote, TlsFacts tls) {

    /** True when nobody on the way to the server can read it. */
    public boolean isSecure() {
        return port.wire().transport().isSecure();
    }

    /** The local address. */
    public InetSocketAddress local() {
        return port.wire().local();
    }

    /** The route that leads by the server, in angle brackets. */
    String route() {
        return "<sip:" + place(remote) + parameter(port.wire().transport()) + ";lr>";
    }

    /** An address as URIs have it. */
    static String place(InetSocketAddress address) {
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    /** What URIs say of a transport; UDP goes without saying. */
    static String parameter(Transport transport) {
        return switch (transport) {
            case UDP -> "";
            case WS, WSS -> ";transport=ws"; // RFC 7118 5.2.3
            case TCP, TLS, SCTP -> ";transport=" + transport.name().toLowerCase(Locale.ROOT);
        };
    }
}
