package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.registrar.Binding;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Flows;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Finds the way to a URI. Only literal loopback addresses and localhost lead anywhere: nothing is looked up. */
public final class Hops {

    private final Flows flows;

    public Hops(Flows flows) {
        this.flows = flows;
    }

    /** The way by the URI alone (RFC 3263 for addresses). */
    public Optional<Flow> to(SipUri uri) {
        Optional<Transport> transport = transport(uri);
        Optional<InetAddress> address = address(uri.params().get("maddr").orElse(uri.host()));
        if (transport.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        int port = uri.port() == 0 ? transport.get().defaultPort() : uri.port();
        return flows.to(transport.get(), new InetSocketAddress(address.get(), port));
    }

    private static Optional<Transport> transport(SipUri uri) {
        if (uri.secure()) {
            return Optional.of(Transport.TLS);
        }
        return switch (uri.transport().orElse("udp")) {
            case "udp" -> Optional.of(Transport.UDP);
            case "tcp" -> Optional.of(Transport.TCP);
            case "tls" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }

    private static Optional<InetAddress> address(String host) {
        boolean literal = host.matches("127(\\.[0-9]{1,3}){3}|\\[::1]|(?i:localhost)");
        if (!literal) {
            return Optional.empty();
        }
        try {
            String name = host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
            return Optional.of(InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * The way to a registered contact: a connection is used again, since the client may be unreachable in any other way
     * (RFC 5626), and UDP goes to the address in the contact.
     */
    Optional<Flow> to(Binding binding) {
        Flow flow = binding.flow();
        if (binding.natted()) {
            return Optional.of(flow).filter(Flow::open);
        }
        boolean byFlow =
                flow.transport().reliable() && !binding.uri().transport().equals(Optional.of("udp"));
        if (byFlow && flow.open()) {
            return Optional.of(flow);
        }
        if (byFlow && binding.uri().port() == flow.remote().getPort()) {
            // The contact was the end of that connection; whoever has the port by now is somebody else.
            return Optional.empty();
        }
        Optional<Flow> byUri = to(binding.uri());
        return byUri.isPresent() ? byUri : Optional.of(flow).filter(Flow::open);
    }

    Optional<Flow> byToken(String token) {
        return flows.byToken(token);
    }
}
