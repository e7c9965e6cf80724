package dev.duet.sip.internal.rfc3263;

import dev.duet.model.Endpoint;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.spi.net.Hosts;
import dev.duet.spi.net.ServerFinder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of a server, the one to try first before the others. Blocks; from any thread. */
public final class ServerLocator {

    private final SipNames dns;
    private final ServerFinder finder;

    /** Asks DNS. */
    public ServerLocator() {
        this(new Dns(), new Random());
    }

    ServerLocator(SipNames dns, Random random) {
        this.dns = dns;
        this.finder = new ServerFinder(dns, random);
    }

    /**
     * Where a server of an account listens.
     *
     * @param server the configured one; null for that of the account's domain
     */
    public List<Place> locate(SipConfig config, @Nullable Endpoint server) throws LocateException {
        return server == null
                ? locate(config.address().host(), config.address().port(), config.transports())
                : locate(server.host(), server.port(), config.transports());
    }

    /** Where the host of a SIP URI listens for one transport. */
    public List<InetSocketAddress> locate(String host, int port, Transport transport) throws LocateException {
        return locate(host, port, List.of(transport)).stream()
                .map(Place::address)
                .toList();
    }

    /**
     * Where the host of a SIP URI listens (RFC 3263 4.1, 4.2). NAPTR records choose among several transports, else SRV
     * records do; neither is asked for with a port (0 for none) or an address.
     *
     * @param transports that may be used, the most wanted first
     */
    public List<Place> locate(String host, int port, List<Transport> transports) throws LocateException {
        if (port != 0 || !ServerFinder.isInDns(host)) {
            return at(host, port, transports.get(0));
        }
        String domain = Hosts.ascii(host);
        List<Offer> offers = transports.size() > 1 ? pointed(domain, transports) : List.of();
        if (offers.isEmpty()) {
            offers = served(domain, transports);
        }
        if (offers.isEmpty()) {
            return at(host, 0, transports.get(0));
        }
        Set<Place> places = new LinkedHashSet<>();
        for (Offer offer : offers) {
            for (InetAddress address : finder.addresses(offer.at.host())) {
                places.add(new Place(offer.transport, new InetSocketAddress(address, offer.at.port())));
            }
        }
        if (places.isEmpty()) {
            throw noHost(offers.stream().map(offer -> offer.at.host()).toList());
        }
        return List.copyOf(places);
    }

    /** The port that a transport has without another being told (RFC 3261 19.1.2, RFC 7118 5.3). */
    public static int defaultPort(Transport transport) {
        return switch (transport) {
            case UDP, TCP, SCTP -> 5060;
            case TLS -> 5061;
            case WS -> 80;
            case WSS -> 443;
        };
    }

    private List<Place> at(String host, int port, Transport transport) throws LocateException {
        int known = port == 0 ? defaultPort(transport) : port;
        List<Place> places = finder.addresses(host).stream()
                .map(address -> new Place(transport, new InetSocketAddress(address, known)))
                .toList();
        if (places.isEmpty()) {
            throw noHost(List.of(host));
        }
        return places;
    }

    /** By NAPTR: the domain's order decides, among what may be used. */
    private List<Offer> pointed(String domain, List<Transport> transports) {
        List<Offer> offers = new ArrayList<>();
        dns.pointers(domain).stream().sorted(Naptr.ORDER).forEach(pointer -> pointer.transport()
                .filter(transports::contains)
                .ifPresent(transport -> finder.published(pointer.replacement())
                        .orElse(List.of())
                        .forEach(at -> offers.add(new Offer(transport, at)))));
        return offers;
    }

    /** By SRV: the order of this side decides, among what the domain has. */
    private List<Offer> served(String domain, List<Transport> transports) throws LocateException {
        List<Offer> offers = new ArrayList<>();
        List<Transport> denied = new ArrayList<>();
        for (Transport transport : transports) {
            Optional<List<Endpoint>> published =
                    service(transport).flatMap(service -> finder.published(service + "." + domain));
            published.ifPresent(all -> all.forEach(at -> offers.add(new Offer(transport, at))));
            if (published.isPresent() && published.get().isEmpty()) {
                denied.add(transport);
            }
        }
        if (offers.isEmpty() && !denied.isEmpty()) {
            throw new LocateException(domain + " has no SIP service over "
                    + denied.stream().map(Enum::name).collect(Collectors.joining(" or "))); // RFC 2782
        }
        return offers;
    }

    /** The service in the names of SRV records; that of WebSocket is told by NAPTR alone. */
    private static Optional<String> service(Transport transport) {
        return Optional.ofNullable(
                switch (transport) {
                    case UDP -> "_sip._udp";
                    case TCP -> "_sip._tcp";
                    case TLS -> "_sips._tcp";
                    case SCTP -> "_sip._sctp";
                    case WS, WSS -> null;
                });
    }

    private static LocateException noHost(List<String> hosts) {
        return new LocateException("There is no host "
                + String.join(", nor ", hosts.stream().distinct().toList()));
    }

    private record Offer(Transport transport, Endpoint at) {}
}
