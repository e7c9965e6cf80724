package dev.duet.sip.internal.rfc3263;

import dev.duet.sip.internal.rfc3263.SrvOrder.Srv;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Questions to DNS. They block. The servers are dnsjava's usual ones ({@code dns.server} counts). */
final class Dns {

    private static final Logger LOG = LoggerFactory.getLogger(Dns.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Cache cache = new Cache();

    /** SRV records; none when there are none or DNS does not answer. */
    List<Srv> services(String name) {
        List<Srv> found = new ArrayList<>();
        for (Record answer : lookup(name, Type.SRV)) {
            if (answer instanceof SRVRecord srv) {
                String target = srv.getTarget().toString(true);
                found.add(new Srv(srv.getPriority(), srv.getWeight(), target, srv.getPort()));
            }
        }
        return found;
    }

    /** The addresses of a host, IPv4 first; none when it has none. */
    List<InetAddress> addresses(String host) {
        List<InetAddress> found = new ArrayList<>();
        if (isLiteral(host)) {
            system(host, found);
            return found;
        }
        for (Record answer : lookup(host, Type.A)) {
            if (answer instanceof ARecord a) {
                found.add(a.getAddress());
            }
        }
        for (Record answer : lookup(host, Type.AAAA)) {
            if (answer instanceof AAAARecord aaaa) {
                found.add(aaaa.getAddress());
            }
        }
        if (found.isEmpty()) {
            system(host, found); // names that only this host knows
        }
        return found;
    }

    private static void system(String host, List<InetAddress> found) {
        try {
            found.addAll(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            LOG.debug("No address for {}", host);
        }
    }

    private List<Record> lookup(String name, int type) {
        try {
            ResolverConfig.refresh(); // the network may be another one by now
            ExtendedResolver resolver = new ExtendedResolver();
            resolver.setTimeout(PATIENCE);
            resolver.setRetries(2);
            Lookup lookup = new Lookup(Name.fromString(name, Name.root), type);
            lookup.setResolver(resolver);
            lookup.setCache(cache);
            Record[] answers = lookup.run();
            if (lookup.getResult() == Lookup.TRY_AGAIN) {
                LOG.debug("DNS does not answer about {}: {}", name, lookup.getErrorString());
            }
            return answers == null ? List.of() : List.of(answers);
        } catch (TextParseException e) {
            LOG.debug("Not a name for DNS: {}", name);
            return List.of();
        }
    }

    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.startsWith("[") || host.matches("[0-9]+(\\.[0-9]+){3}");
    }
}
