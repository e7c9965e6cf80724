package dev.duet.spi.net;

import dev.duet.model.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Finds the servers of a domain: by SRV records, or else at the domain itself. It blocks. From any thread. */
public final class ServerFinder {

    private final NameService dns;
    private final Function<String, List<InetAddress>> system;
    private final RandomGenerator random;

    /**
     * Finds servers by DNS, and the addresses of names that DNS does not know by the system's own means.
     *
     * @param random draws among servers of one priority; must bear to be used by several threads
     */
    public ServerFinder(NameService dns, RandomGenerator random) {
        this(dns, ServerFinder::system, random);
    }

    ServerFinder(NameService dns, Function<String, List<InetAddress>> system, RandomGenerator random) {
        this.dns = dns;
        this.system = system;
        this.random = random;
    }

    /**
     * The places to try for a service of a domain, in order.
     *
     * @param service for example {@code _xmpp-client._tcp}
     * @param port the port at the domain itself, where it has no SRV records
     * @return empty when the domain says that it has no such service
     */
    public List<Endpoint> places(String service, String domain, int port) {
        List<Srv> records = records(service, domain);
        return records.isEmpty() ? List.of(new Endpoint(Hosts.bare(domain), port)) : Srv.order(records, random);
    }

    /**
     * A place that offers a service.
     *
     * @param service the name by which it was found
     */
    public record Place(String service, Endpoint at) {}

    /**
     * The places to try for a domain that offers a service in two ways, in order: their SRV records count as one list.
     *
     * @param preferred the way in which the domain itself is asked where it has no SRV records
     * @param port the port then
     * @return empty when the domain says that it has no such service
     */
    public List<Place> places(String preferred, String other, String domain, int port) {
        List<Srv> first = records(preferred, domain);
        List<Srv> second = records(other, domain);
        if (first.isEmpty() && second.isEmpty()) {
            return List.of(new Place(preferred, new Endpoint(Hosts.bare(domain), port)));
        }
        List<Srv> all = new ArrayList<>(first);
        all.addAll(second);
        return Srv.sorted(all, random).stream()
                .map(srv -> new Place(first.contains(srv) ? preferred : other, new Endpoint(srv.target(), srv.port())))
                .toList();
    }

    private List<Srv> records(String service, String domain) {
        return isInDns(domain) ? dns.services(service + "." + Hosts.ascii(domain)) : List.of();
    }

    /**
     * The places that the SRV records of a name tell of, in order.
     *
     * @param name for example {@code _sips._tcp.example.com}
     * @return empty when there are no such records; an empty list when they say that there is no such service
     */
    public Optional<List<Endpoint>> published(String name) {
        List<Srv> records = dns.services(Hosts.ascii(name));
        return records.isEmpty() ? Optional.empty() : Optional.of(Srv.order(records, random));
    }

    /** True for a domain that DNS is asked about: no address, and not one of those that stand for no domain. */
    public static boolean isInDns(String domain) {
        return Hosts.literal(domain) == null && !Hosts.isLocal(domain) && !Hosts.isInvalid(domain);
    }

    /**
     * The addresses of a host, in the order to try.
     *
     * @return empty when it has none
     */
    public List<InetAddress> addresses(String host) {
        InetAddress literal = Hosts.literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        if (Hosts.isInvalid(host)) {
            return List.of();
        }
        String name = Hosts.ascii(host);
        List<InetAddress> found = Hosts.isLocal(host) ? List.of() : dns.addresses(name);
        return found.isEmpty() ? system.apply(name) : found; // the system knows names that no name server does
    }

    private static List<InetAddress> system(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
