package dev.duet.spi.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Endpoint;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerFinderTest {

    private final Map<String, List<Srv>> services = new HashMap<>();
    private final Map<String, List<InetAddress>> hosts = new HashMap<>();
    private final Map<String, List<InetAddress>> local = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final NameService dns = new NameService() {
        @Override
        public List<Srv> services(String name) {
            asked.add("SRV " + name);
            return services.getOrDefault(name, List.of());
        }

        @Override
        public List<InetAddress> addresses(String name) {
            asked.add("A " + name);
            return hosts.getOrDefault(name, List.of());
        }
    };
    private final ServerFinder finder = new ServerFinder(
            dns,
            name -> {
                asked.add("system " + name);
                return local.getOrDefault(name, List.of());
            },
            new Random(1));

    private static InetAddress ip(String written) {
        return Objects.requireNonNull(Hosts.literal(written));
    }

    @Test
    void srvRecordsComeFirst() {
        services.put("_x._tcp.example.com", List.of(new Srv(2, 0, "b.example", 2), new Srv(1, 0, "a.example", 1)));

        assertEquals(
                List.of(new Endpoint("a.example", 1), new Endpoint("b.example", 2)),
                finder.places("_x._tcp", "Example.com", 5222));
    }

    @Test
    void withoutSrvRecordsTheDomainItselfIsThePlace() {
        assertEquals(List.of(new Endpoint("example.com", 5222)), finder.places("_x._tcp", "example.com", 5222));
        assertEquals(List.of("SRV _x._tcp.example.com"), asked);
    }

    @Test
    void twoWaysToOneServiceAreOneList() {
        services.put("_x._tcp.example.com", List.of(new Srv(1, 0, "a.example", 1), new Srv(3, 0, "c.example", 3)));
        services.put("_xs._tcp.example.com", List.of(new Srv(2, 0, "b.example", 2)));
        assertEquals(
                List.of("_x._tcp a.example:1", "_xs._tcp b.example:2", "_x._tcp c.example:3"),
                finder.places("_x._tcp", "_xs._tcp", "example.com", 5222).stream()
                        .map(place -> place.service() + " " + place.at())
                        .toList());
        services.put("_x._tcp.example.com", List.of(new Srv(0, 0, ".", 0)));
        assertEquals(
                1, finder.places("_x._tcp", "_xs._tcp", "example.com", 5222).size());
        services.put("_xs._tcp.example.com", List.of(new Srv(0, 0, ".", 0)));
        assertEquals(List.of(), finder.places("_x._tcp", "_xs._tcp", "example.com", 5222));
        services.clear();
        assertEquals(
                List.of(new ServerFinder.Place("_x._tcp", new Endpoint("example.com", 5222))),
                finder.places("_x._tcp", "_xs._tcp", "example.com", 5222));
    }

    @Test
    void aDomainThatSaysItHasNoServiceHasNoPlace() {
        services.put("_x._tcp.example.com", List.of(new Srv(0, 0, ".", 0)));

        assertEquals(List.of(), finder.places("_x._tcp", "example.com", 5222));
    }

    @Test
    void anInternationalDomainIsAskedForInAscii() {
        finder.places("_x._tcp", "m\u00fcnchen.example", 1);
        finder.addresses("m\u00fcnchen.example");

        assertEquals(
                List.of(
                        "SRV _x._tcp.xn--mnchen-3ya.example",
                        "A xn--mnchen-3ya.example",
                        "system xn--mnchen-3ya.example"),
                asked);
    }

    @Test
    void anAddressIsNotLookedUp() {
        assertEquals(List.of(new Endpoint("::1", 5222)), finder.places("_x._tcp", "[::1]", 5222));
        assertEquals(List.of(ip("::1")), finder.addresses("[::1]"));
        assertEquals(List.of(ip("192.0.2.1")), finder.addresses("192.0.2.1"));
        assertEquals(List.of(), asked);
    }

    /** RFC 6761 6.3 and 6.4. */
    @Test
    void specialNamesAreKeptFromDns() {
        local.put("localhost", List.of(ip("127.0.0.1")));

        assertEquals(List.of(new Endpoint("localhost", 1)), finder.places("_x._tcp", "localhost", 1));
        assertEquals(List.of(ip("127.0.0.1")), finder.addresses("LOCALHOST."));
        assertEquals(List.of(), finder.addresses("printer.localhost"));
        assertEquals(List.of("system localhost", "system printer.localhost"), asked);
        asked.clear();
        assertEquals(List.of(new Endpoint("nowhere.invalid", 1)), finder.places("_x._tcp", "nowhere.invalid", 1));
        assertEquals(List.of(), finder.addresses("nowhere.invalid"));
        assertEquals(List.of(), asked);
    }

    @Test
    void theSystemIsAskedOnlyForWhatDnsDoesNotKnow() {
        hosts.put("a.example", List.of(ip("192.0.2.1"), ip("2001:db8::1")));
        local.put("printer", List.of(ip("192.0.2.9")));

        assertEquals(List.of(ip("192.0.2.1"), ip("2001:db8::1")), finder.addresses("a.example"));
        assertEquals(List.of(ip("192.0.2.9")), finder.addresses("printer"));
        assertEquals(List.of("A a.example", "A printer", "system printer"), asked);
    }
}
