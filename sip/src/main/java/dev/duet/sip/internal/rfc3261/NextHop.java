package dev.duet.sip.internal.rfc3261;

import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3263.LocateException;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.spi.Loop;
import dev.duet.spi.net.Hosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes (RFC 3261 8.1.2, 12.2.1.1): outside of dialogs to the account's server; inside to the first
 * route or the remote target. A stream leads to the server alone, so over TCP and TLS everything goes that way.
 */
final class NextHop {

    private final ServerLocator locator;
    private final Executor blocking;
    private final Loop loop;
    private final Set<String> serverNames;
    private final Set<InetSocketAddress> lost = new HashSet<>();

    NextHop(ServerLocator locator, Executor blocking, Loop loop, Set<String> serverNames) {
        this.locator = locator;
        this.blocking = blocking;
        this.loop = loop;
        this.serverNames = serverNames;
    }

    /**
     * Takes note of a server that is gone: what would go there goes to the one that took its place, which knows the way
     * or says so at once.
     */
    void lost(InetSocketAddress server) {
        lost.add(server);
    }

    /** Takes note of a server that is there. */
    void found(InetSocketAddress server) {
        lost.remove(server);
    }

    /** Tells where, perhaps later; null when the host is not known. On the loop. */
    void resolve(Request request, Flow flow, Consumer<@Nullable InetSocketAddress> then) {
        boolean inDialog = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null;
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        URI uri = route == null ? request.getRequestURI() : route.getAddress().getURI();
        boolean toServer = !inDialog || flow.port().wire().transport() != Transport.UDP || !(uri instanceof SipURI);
        if (toServer) {
            then.accept(flow.remote());
            return;
        }
        SipURI target = (SipURI) uri;
        String host = target.getMAddrParam() == null ? target.getHost() : target.getMAddrParam();
        int port = Math.max(0, target.getPort());
        if (serverNames.contains(host.toLowerCase(Locale.ROOT))
                && (port == 0 || port == flow.remote().getPort())) {
            then.accept(flow.remote());
            return;
        }
        InetAddress literal = Hosts.literal(host);
        if (literal != null) {
            int known = port == 0 ? ServerLocator.defaultPort(Transport.UDP) : port;
            then.accept(alive(new InetSocketAddress(literal, known), flow));
        } else {
            blocking.execute(() -> {
                InetSocketAddress found = lookup(host, port);
                loop.execute(() -> then.accept(found == null ? null : alive(found, flow)));
            });
        }
    }

    private InetSocketAddress alive(InetSocketAddress hop, Flow flow) {
        return lost.contains(hop) ? flow.remote() : hop;
    }

    private @Nullable InetSocketAddress lookup(String host, int port) {
        try {
            return locator.locate(host, port, Transport.UDP).get(0);
        } catch (LocateException e) {
            return null;
        }
    }
}
