package dev.duet.sip.internal.rfc3263;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.DnsQuery;
import dev.duet.sandbox.DnsRecord;
import dev.duet.sandbox.DnsServer;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3263 4.2 with a real DNS server. */
class ServerLocatorTest {

    private final DnsServer dns = DnsServer.start().asDefault();
    private final ServerLocator locator = new ServerLocator();

    @AfterEach
    void close() {
        dns.close();
    }

    private List<Place> locate(SipConfig config) throws LocateException {
        List<Endpoint> servers = config.servers();
        return locator.locate(config, servers.isEmpty() ? null : servers.get(0));
    }

    private static SipConfig.Builder account(String uri) {
        return SipConfig.builder(Address.sip(uri), Secret.of("secret"));
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    private List<String> asked() {
        return dns.queries().stream()
                .map(query -> query.type() + " " + query.name())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"UDP, _sip._udp", "TCP, _sip._tcp", "TLS, _sips._tcp", "SCTP, _sip._sctp"})
    void theServiceIsThatOfTheTransport(Transport transport, String service) throws LocateException {
        dns.add(
                DnsRecord.srv(service + ".example.com", 1, 0, 5070, "edge.example.com"),
                DnsRecord.a("edge.example.com", "127.0.0.7"));

        assertEquals(
                List.of(new Place(transport, at("127.0.0.7", 5070))),
                locate(account("alice@example.com").transport(transport).build()));
        assertEquals("SRV " + service + ".example.com", asked().get(0));
    }

    @Test
    void priorityComesFirstAndEachAddressOfAHostIsTried() throws LocateException {
        dns.add(
                DnsRecord.srv("_sip._udp.example.com", 20, 100, 5062, "second.example.com"),
                DnsRecord.srv("_sip._udp.example.com", 10, 1, 5061, "first.example.com"),
                DnsRecord.a("second.example.com", "127.0.0.3"),
                DnsRecord.a("first.example.com", "127.0.0.1"),
                DnsRecord.a("first.example.com", "127.0.0.2"),
                DnsRecord.aaaa("first.example.com", "::1"));

        List<InetSocketAddress> found = locator.locate("example.com", 0, Transport.UDP);

        assertEquals(4, found.size());
        assertEquals(Set.of(at("127.0.0.1", 5061), at("127.0.0.2", 5061)), new HashSet<>(found.subList(0, 2)));
        assertEquals(at("::1", 5061), found.get(2));
        assertEquals(at("127.0.0.3", 5062), found.get(3));
    }

    @Test
    void aHostThatDoesNotExistIsPassedOver() throws LocateException {
        dns.add(
                DnsRecord.srv("_sip._tcp.example.com", 1, 0, 5061, "gone.example.com"),
                DnsRecord.srv("_sip._tcp.example.com", 2, 0, 5062, "here.example.com"),
                DnsRecord.a("here.example.com", "127.0.0.1"));

        assertEquals(List.of(at("127.0.0.1", 5062)), locator.locate("example.com", 0, Transport.TCP));
    }

    /** The domain's own address may be a web server: with SRV records it is not asked for. */
    @Test
    void whereNoHostOfTheSrvRecordsExistsTheDomainItselfIsNotTried() {
        dns.add(
                DnsRecord.srv("_sip._tcp.example.com", 1, 0, 5061, "gone.example.com"),
                DnsRecord.a("example.com", "127.0.0.1"));

        LocateException thrown =
                assertThrows(LocateException.class, () -> locator.locate("example.com", 0, Transport.TCP));
        assertTrue(thrown.failure().message().contains("gone.example.com"), thrown.getMessage());
        assertEquals(Failure.Kind.NETWORK, thrown.failure().kind());
        assertEquals(Failure.Retry.LATER, thrown.failure().retry());
    }

    @Test
    void withoutSrvRecordsTheDomainItselfIsTriedAtTheUsualPort() throws LocateException {
        dns.add(DnsRecord.a("example.com", "127.0.0.1"));

        assertEquals(List.of(at("127.0.0.1", 5060)), locator.locate("example.com", 0, Transport.UDP));
        assertEquals(List.of(at("127.0.0.1", 5061)), locator.locate("example.com", 0, Transport.TLS));
    }

    @Test
    void aDomainMaySayThatItHasNoSuchService() {
        dns.add(DnsRecord.srv("_sips._tcp.example.com", 0, 0, 0, "."), DnsRecord.a("example.com", "127.0.0.1"));

        LocateException thrown =
                assertThrows(LocateException.class, () -> locator.locate("example.com", 0, Transport.TLS));
        assertTrue(thrown.failure().message().contains("no SIP service over TLS"), thrown.getMessage());
    }

    @Test
    void aPortInTheUriRulesOutSrvRecords() throws LocateException {
        dns.add(
                DnsRecord.srv("_sip._udp.example.com", 1, 0, 5070, "edge.example.com"),
                DnsRecord.a("edge.example.com", "127.0.0.7"),
                DnsRecord.a("example.com", "127.0.0.1"));

        assertEquals(List.of(at("127.0.0.1", 5080)), locator.locate("example.com", 5080, Transport.UDP));
        assertEquals(List.of("A example.com", "AAAA example.com"), asked());
    }

    @Test
    void aConfiguredServerRulesOutTheDomain() throws LocateException {
        dns.add(DnsRecord.a("edge.example.net", "127.0.0.9"));

        assertEquals(
                List.of(new Place(Transport.TLS, at("127.0.0.9", 5061))),
                locate(account("alice@example.com")
                        .server("edge.example.net", 0)
                        .build()));
        assertTrue(dns.queries().stream().noneMatch(query -> query.name().contains("example.com")), asked()::toString);
    }

    /** An outbound proxy is found like any other server (RFC 3263 4). */
    @Test
    void aConfiguredServerWithoutAPortIsFoundByItsSrvRecords() throws LocateException {
        dns.add(
                DnsRecord.srv("_sip._tcp.edge.example.net", 1, 0, 5070, "one.example.net"),
                DnsRecord.a("one.example.net", "127.0.0.9"),
                DnsRecord.a("edge.example.net", "127.0.0.1"));

        assertEquals(
                List.of(new Place(Transport.TCP, at("127.0.0.9", 5070))),
                locate(account("alice@example.com")
                        .server("edge.example.net", 0)
                        .transport(Transport.TCP)
                        .build()));
    }

    /** The domain's order counts, not that of the transports; what may not be used is left out. */
    @Test
    void naptrRecordsChooseAmongSeveralTransports() throws LocateException {
        dns.add(
                DnsRecord.naptr("example.com", 10, 20, "SIP+D2U", "_sip._udp.example.com"),
                DnsRecord.naptr("example.com", 10, 10, "SIPS+D2W", "_sips._ws.example.net"),
                DnsRecord.naptr("example.com", 20, 5, "SIPS+D2T", "_sips._tcp.example.com"),
                DnsRecord.naptr("example.com", 5, 5, "SIP+D2T", "_sip._tcp.example.com"),
                DnsRecord.naptr("example.com", 1, 1, "E2U+sip", "_other.example.com"),
                DnsRecord.srv("_sip._udp.example.com", 1, 0, 5060, "edge.example.com"),
                DnsRecord.srv("_sips._ws.example.net", 1, 0, 443, "edge.example.com"),
                DnsRecord.srv("_sips._tcp.example.com", 1, 0, 5061, "edge.example.com"),
                DnsRecord.srv("_sip._tcp.example.com", 1, 0, 5060, "edge.example.com"),
                DnsRecord.a("edge.example.com", "127.0.0.7"));

        assertEquals(
                List.of(
                        new Place(Transport.WSS, at("127.0.0.7", 443)),
                        new Place(Transport.UDP, at("127.0.0.7", 5060)),
                        new Place(Transport.TLS, at("127.0.0.7", 5061))),
                locator.locate("example.com", 0, List.of(Transport.TLS, Transport.WSS, Transport.UDP)));
    }

    @Test
    void whoNamesNoTransportGetsOneUnderTls() throws LocateException {
        dns.add(
                DnsRecord.naptr("example.com", 1, 1, "SIP+D2U", "_sip._udp.example.com"),
                DnsRecord.naptr("example.com", 2, 1, "SIPS+D2T", "_sips._tcp.example.com"),
                DnsRecord.srv("_sip._udp.example.com", 1, 0, 5060, "edge.example.com"),
                DnsRecord.srv("_sips._tcp.example.com", 1, 0, 5071, "edge.example.com"),
                DnsRecord.a("edge.example.com", "127.0.0.7"));

        assertEquals(
                List.of(new Place(Transport.TLS, at("127.0.0.7", 5071))),
                locate(account("alice@example.com").build()));
    }

    @Test
    void withoutNaptrRecordsSrvRecordsChooseInTheOrderOfTheTransports() throws LocateException {
        dns.add(
                DnsRecord.srv("_sip._udp.example.com", 1, 0, 5062, "edge.example.com"),
                DnsRecord.srv("_sip._tcp.example.com", 1, 0, 5063, "edge.example.com"),
                DnsRecord.srv("_sips._tcp.example.com", 0, 0, 0, "."),
                DnsRecord.a("edge.example.com", "127.0.0.7"));

        assertEquals(
                List.of(
                        new Place(Transport.TCP, at("127.0.0.7", 5063)),
                        new Place(Transport.UDP, at("127.0.0.7", 5062))),
                locator.locate("example.com", 0, List.of(Transport.TLS, Transport.TCP, Transport.UDP)));
    }

    @Test
    void naptrRecordsForOthersAreAsNone() throws LocateException {
        dns.add(
                DnsRecord.naptr("example.com", 1, 1, "SIP+D2U", "_sip._udp.example.com"),
                DnsRecord.a("example.com", "127.0.0.1"));

        assertEquals(
                List.of(new Place(Transport.TLS, at("127.0.0.1", 5061))),
                locator.locate("example.com", 0, List.of(Transport.TLS, Transport.TCP)));
    }

    @Test
    void addressesAreNotLookedUp() throws LocateException {
        assertEquals(List.of(at("192.0.2.1", 5060)), locator.locate("192.0.2.1", 0, Transport.TCP));
        assertEquals(List.of(at("2001:db8::1", 5061)), locator.locate("[2001:db8::1]", 0, Transport.TLS));
        assertEquals(List.of(), dns.queries());
    }

    @Test
    void anAliasIsFollowed() throws LocateException {
        dns.add(DnsRecord.cname("example.com", "real.example.net"), DnsRecord.a("real.example.net", "127.0.0.4"));

        assertEquals(List.of(at("127.0.0.4", 5060)), locator.locate("example.com", 0, Transport.UDP));
    }

    @Test
    void anAnswerThatIsCutIsAskedForAgainByTcp() throws LocateException {
        dns.add(
                DnsRecord.srv("_sip._udp.example.com", 1, 0, 5070, "edge.example.com"),
                DnsRecord.a("edge.example.com", "127.0.0.7"));
        dns.mode("_sip._udp.example.com", DnsServer.Mode.TRUNCATE);

        assertEquals(List.of(at("127.0.0.7", 5070)), locator.locate("example.com", 0, Transport.UDP));
        assertTrue(dns.queries().contains(new DnsQuery("_sip._udp.example.com", "SRV", DnsQuery.Transport.TCP)));
    }

    @Test
    void aNameServerThatRefusesIsLikeOneThatKnowsNothing() {
        dns.mode(DnsServer.Mode.REFUSED);

        LocateException thrown =
                assertThrows(LocateException.class, () -> locator.locate("example.com", 0, Transport.UDP));
        assertEquals("There is no host example.com", thrown.getMessage());
    }

    @Test
    void whatDnsSaysIsNotRememberedForLongerThanItMayBe() throws LocateException {
        dns.add(DnsRecord.a("example.com", "127.0.0.1"));
        assertEquals(List.of(at("127.0.0.1", 5062)), locator.locate("example.com", 5062, Transport.UDP));
        dns.remove("example.com", DnsRecord.Type.A);
        dns.add(DnsRecord.a("example.com", "127.0.0.2"));

        assertEquals(List.of(at("127.0.0.2", 5062)), locator.locate("example.com", 5062, Transport.UDP));
    }

    @ParameterizedTest
    @CsvSource({"a..b", "-", "x y", "999.1.1.1", "nowhere.invalid"})
    void whatCanBeNoHostIsNone(String host) {
        assertThrows(LocateException.class, () -> locator.locate(host, 0, Transport.UDP));
    }
}
