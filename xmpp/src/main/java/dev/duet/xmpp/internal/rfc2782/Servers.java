package dev.duet.xmpp.internal.rfc2782;

import dev.duet.model.Endpoint;
import dev.duet.spi.net.ServerFinder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Finds the servers of a domain: SRV records, or else the domain itself (RFC 6120 3.2). Everything here blocks. */
public final class Servers {

    private final ServerFinder finder;

    /** Draws among servers of one priority with that generator. */
    public Servers(RandomGenerator random) {
        this.finder = new ServerFinder(new Dns(), random);
    }

    /**
     * The places to try for a domain, in order.
     *
     * @param direct true for those that speak TLS from the first byte (XEP-0368)
     * @throws UnknownHostException when the domain says that it has no such service
     */
    public List<Endpoint> find(String domain, boolean direct) throws UnknownHostException {
        List<Endpoint> places = direct
                ? finder.places("_xmpps-client._tcp", domain, 5223)
                : finder.places("_xmpp-client._tcp", domain, 5222);
        if (places.isEmpty()) {
            throw new UnknownHostException(domain + " says in DNS that it offers no XMPP service");
        }
        return places;
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
