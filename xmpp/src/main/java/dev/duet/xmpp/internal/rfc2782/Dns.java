package dev.duet.xmpp.internal.rfc2782;

import dev.duet.spi.net.NameService;
import dev.duet.spi.net.Srv;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

/** Questions to DNS by dnsjava, to its usual servers ({@code dns.server} counts). IPv4 comes first. */
final class Dns implements NameService {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int TRIES = 2;

    private final Cache cache = new Cache();

    @Override
    public List<Srv> services(String name) {
        List<Srv> found = new ArrayList<>();
        for (Record record : lookup(name, Type.SRV)) {
            if (record instanceof SRVRecord srv) {
                found.add(new Srv(
                        srv.getPriority(), srv.getWeight(), srv.getTarget().toString(true), srv.getPort()));
            }
        }
        return found;
    }

    @Override
    public List<InetAddress> addresses(String name) {
        List<InetAddress> found = new ArrayList<>();
        for (Record record : lookup(name, Type.A)) {
            if (record instanceof ARecord a) {
                found.add(a.getAddress());
            }
        }
        for (Record record : lookup(name, Type.AAAA)) {
            if (record instanceof AAAARecord aaaa) {
                found.add(aaaa.getAddress());
            }
        }
        return found;
    }

    private Record[] lookup(String name, int type) {
        try {
            ResolverConfig.refresh(); // the network may be another one by now
            ExtendedResolver resolver = new ExtendedResolver();
            resolver.setTimeout(TIMEOUT);
            resolver.setRetries(TRIES);
            Lookup lookup = new Lookup(Name.fromString(name, Name.root), type);
            lookup.setResolver(resolver);
            lookup.setCache(cache);
            Record @Nullable [] records = lookup.run();
            return records == null ? new Record[0] : records;
        } catch (TextParseException e) {
            return new Record[0]; // not a name that DNS could know
        }
    }
}
