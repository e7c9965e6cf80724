package dev.duet.sip.internal.rfc3263;

import dev.duet.model.Endpoint;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.spi.net.ServerFinder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Finds the addresses of a server, the one to try first before the others. Blocks; from any thread. */
public final class ServerLocator {

    private final ServerFinder finder;

    /** Asks DNS. */
    public ServerLocator() {
        this(new ServerFinder(new Dns(), new Random()));
    }

    ServerLocator(ServerFinder finder) {
        this.finder = finder;
    }

    /** Where the server of an account listens: the configured one, else by SRV, else the domain's own address. */
    public List<InetSocketAddress> locate(SipConfig config) throws LocateException {
        Transport transport = config.transport();
        Endpoint server = config.server();
        if (server != null) {
            int port = server.port() == 0 ? defaultPort(transport) : server.port();
            return addresses(List.of(new Endpoint(server.host(), port)));
        }
        return locate(config.address().host(), config.address().port(), transport);
    }

    /** Where the host of a SIP URI listens (RFC 3263 4.2): by SRV only without a port (0) of its own. */
    public List<InetSocketAddress> locate(String host, int port, Transport transport) throws LocateException {
        if (port != 0) {
            return addresses(List.of(new Endpoint(host, port)));
        }
        List<Endpoint> places = finder.places(service(transport), host, defaultPort(transport));
        if (places.isEmpty()) {
            throw new LocateException(host + " has no SIP service over " + transport); // RFC 2782
        }
        return addresses(places);
    }

    /** The port that a transport has without another being told (RFC 3261 19.1.2). */
    public static int defaultPort(Transport transport) {
        return transport == Transport.TLS ? 5061 : 5060;
    }

    private List<InetSocketAddress> addresses(List<Endpoint> places) throws LocateException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (Endpoint place : places) {
            for (InetAddress address : finder.addresses(place.host())) {
                found.add(new InetSocketAddress(address, place.port()));
            }
        }
        if (found.isEmpty()) {
            throw new LocateException("There is no host "
                    + String.join(
                            ", nor ",
                            places.stream().map(Endpoint::host).distinct().toList()));
        }
        return found;
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp";
            case TCP -> "_sip._tcp";
            case TLS -> "_sips._tcp";
        };
    }
}
