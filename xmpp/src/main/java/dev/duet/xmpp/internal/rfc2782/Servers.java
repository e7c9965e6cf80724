package dev.duet.xmpp.internal.rfc2782;

import dev.duet.model.Endpoint;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Finds the servers of a domain: SRV records, or else the domain itself (RFC 6120 3.2). The name servers are those of
 * the system, or of dnsjava's own property {@code dns.server}. Everything here blocks.
 */
public final class Servers {

    private static final Duration NAME_SERVER_TIMEOUT = Duration.ofSeconds(3);
    private static final int TRIES = 2;

    private final RandomGenerator random;

    /** Draws among servers of one priority with that generator. */
    public Servers(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The places to try for a domain, in order.
     *
     * @param direct true for those that speak TLS from the first byte (XEP-0368)
     * @throws UnknownHostException when the domain says that it has no such service
     */
    public List<Endpoint> find(String domain, boolean direct) throws UnknownHostException {
        Endpoint fallback = new Endpoint(strip(domain), direct ? 5223 : 5222);
        if (isLocal(domain) || isLiteral(domain)) {
            return List.of(fallback);
        }
        List<Srv> records = new ArrayList<>();
        for (Record record : lookup((direct ? "_xmpps-client._tcp." : "_xmpp-client._tcp.") + domain, Type.SRV)) {
            if (record instanceof SRVRecord srv) {
                String target = srv.getTarget().toString(true);
                records.add(
                        new Srv(srv.getPriority(), srv.getWeight(), srv.getPort(), target.equals(".") ? "" : target));
            }
        }
        if (records.isEmpty()) {
            return List.of(fallback);
        }
        List<Endpoint> order = Srv.order(records, random);
        if (order.isEmpty()) {
            throw new UnknownHostException(domain + " says in DNS that it offers no XMPP service");
        }
        return order;
    }

    /**
     * The addresses of a host, in order.
     *
     * @throws UnknownHostException when it has none
     */
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        if (!isLocal(host) && !isLiteral(host)) {
            List<InetAddress> found = new ArrayList<>();
            for (Record record : lookup(host, Type.A)) {
                if (record instanceof ARecord a) {
                    found.add(a.getAddress());
                }
            }
            for (Record record : lookup(host, Type.AAAA)) {
                if (record instanceof AAAARecord aaaa) {
                    found.add(aaaa.getAddress());
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        // the system knows names that no name server does
        return Arrays.asList(InetAddress.getAllByName(host));
    }

    private static Record[] lookup(String name, int type) {
        if (name.toLowerCase(Locale.ROOT).endsWith(".invalid")) {
            return new Record[0]; // RFC 6761 6.4
        }
        try {
            ExtendedResolver resolver = new ExtendedResolver();
            resolver.setTimeout(NAME_SERVER_TIMEOUT);
            resolver.setRetries(TRIES);
            Lookup lookup = new Lookup(Name.fromString(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED), Name.root), type);
            lookup.setResolver(resolver);
            Record @Nullable [] records = lookup.run();
            return records == null ? new Record[0] : records;
        } catch (TextParseException | IllegalArgumentException e) {
            return new Record[0]; // not a name that DNS could know
        }
    }

    private static boolean isLocal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    private static boolean isLiteral(String name) {
        return name.startsWith("[") || name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    }

    private static String strip(String domain) {
        return domain.startsWith("[") ? domain.substring(1, domain.length() - 1) : domain;
    }
}
