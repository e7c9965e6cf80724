package dev.duet.sip.internal.rfc3263;

import dev.duet.spi.net.Srv;
import java.net.InetAddress;
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
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Questions to DNS by dnsjava, to its usual servers ({@code dns.server} counts). IPv4 comes first. */
final class Dns implements SipNames {

    private static final Logger LOG = LoggerFactory.getLogger(Dns.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Cache cache = new Cache();

    @Override
    public List<Srv> services(String name) {
        List<Srv> found = new ArrayList<>();
        for (Record answer : lookup(name, Type.SRV)) {
            if (answer instanceof SRVRecord srv) {
                String target = srv.getTarget().toString(true);
                found.add(new Srv(srv.getPriority(), srv.getWeight(), target, srv.getPort()));
            }
        }
        return found;
    }

    @Override
    public List<Naptr> pointers(String domain) {
        List<Naptr> found = new ArrayList<>();
        for (Record answer : lookup(domain, Type.NAPTR)) {
            if (answer instanceof NAPTRRecord naptr && naptr.getFlags().equalsIgnoreCase("s")) {
                String replacement = naptr.getReplacement().toString(true);
                found.add(new Naptr(naptr.getOrder(), naptr.getPreference(), naptr.getService(), replacement));
            }
        }
        return found;
    }

    @Override
    public List<InetAddress> addresses(String name) {
        List<InetAddress> found = new ArrayList<>();
        for (Record answer : lookup(name, Type.A)) {
            if (answer instanceof ARecord a) {
                found.add(a.getAddress());
            }
        }
        for (Record answer : lookup(name, Type.AAAA)) {
            if (answer instanceof AAAARecord aaaa) {
                found.add(aaaa.getAddress());
            }
        }
        return found;
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
}
