package dev.duet.xmpp.internal.rfc2782;

import dev.duet.model.Endpoint;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.spi.net.ServerFinder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Finds the servers of a domain: SRV records, or else the domain itself (RFC 6120 3.2). Everything here blocks. */
public final class Servers {

    private static final String STREAM = "_xmpp-client._tcp";
    private static final String DIRECT = "_xmpps-client._tcp";

    private final ServerFinder finder;

    /** Draws among servers of one priority with that generator. */
    public Servers(RandomGenerator random) {
        this.finder = new ServerFinder(new Dns(), random);
    }

    /**
     * Where to connect.
     *
     * @param direct whether TLS begins with the first byte (XEP-0368)
     */
    public record Place(Endpoint at, boolean direct) {}

    /**
     * The places to try for a domain, in order: those that speak TLS from the first byte and those that begin it on the
     * stream are one list (XEP-0368 3), unless one of these ways is asked for alone.
     *
     * @throws UnknownHostException when the domain says that it has no such service
     */
    public List<Place> find(String domain, Encryption encryption) throws UnknownHostException {
        List<Place> places =
                switch (encryption) {
                    case PLAIN -> all(finder.places(STREAM, domain, 5222), false);
                    case DIRECT_TLS -> all(finder.places(DIRECT, domain, 5223), true);
                    case STARTTLS ->
                        finder.places(STREAM, DIRECT, domain, 5222).stream()
                                .map(place ->
                                        new Place(place.at(), place.service().equals(DIRECT)))
                                .toList();
                };
        if (places.isEmpty()) {
            throw new UnknownHostException(domain + " says in DNS that it offers no XMPP service");
        }
        return places;
    }

    private static List<Place> all(List<Endpoint> found, boolean direct) {
        return found.stream().map(at -> new Place(at, direct)).toList();
    }

    /**
     * The addresses of a host, in order.
     *
     * @throws UnknownHostException when it has none
     */
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        List<InetAddress> found = finder.addresses(host);
        if (found.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return found;
    }
}
