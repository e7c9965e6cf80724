package dev.duet.sip.internal.rfc3263;

import dev.duet.model.Endpoint;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3263.SrvOrder.Srv;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Finds the addresses of a server, the one to try first before the others. Blocks; from any thread. */
public final class ServerLocator {

    private final Dns dns = new Dns();

    /** Where the server of an account listens: the configured one, else by SRV, else the domain's own address. */
    public List<InetSocketAddress> locate(SipConfig config) throws LocateException {
        Transport transport = config.transport();
        Endpoint server = config.server();
        if (server != null) {
            return addresses(server.host(), server.port() == 0 ? defaultPort(transport) : server.port());
        }
        return locate(config.address().host(), config.address().port(), transport);
    }

    /** Where a SIP URI's host listens (RFC 3263 4.2). */
    public List<InetSocketAddress> locate(String host, int port, Transport transport) throws LocateException {
        if (port != 0 || Dns.isLiteral(host)) {
            return addresses(host, port == 0 ? defaultPort(transport) : port);
        }
        List<Srv> services = dns.services(service(transport) + host);
        if (services.size() == 1 && services.get(0).host().equals(".")) {
            throw new LocateException(host + " has no SIP service over " + transport); // RFC 2782
        }
        List<InetSocketAddress> found = new ArrayList<>();
        for (Srv service : SrvOrder.of(services, new Random())) {
            for (InetAddress address : dns.addresses(service.host())) {
                found.add(new InetSocketAddress(address, service.port()));
            }
        }
        return found.isEmpty() ? addresses(host, defaultPort(transport)) : found;
    }

    /** The port that a transport has without another being told (RFC 3261 19.1.2). */
    public static int defaultPort(Transport transport) {
        return transport == Transport.TLS ? 5061 : 5060;
    }

    private List<InetSocketAddress> addresses(String host, int port) throws LocateException {
        List<InetSocketAddress> found = dns.addresses(host).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        if (found.isEmpty()) {
            throw new LocateException("There is no host " + host);
        }
        return found;
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }
}
