package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.DnsRecord;
import dev.duet.sandbox.DnsServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SIPp as the servers of a domain, which DNS tells (RFC 3263): who of them takes the registration and the call. */
@NeedsPeers("sipp")
@Tag("beside")
class SippLocationTest {

    private static final String DOMAIN = "sipp.test";

    @TempDir
    private Path folder;

    private final DnsServer dns = DnsServer.start().asDefault();

    @AfterEach
    void close() {
        dns.close();
    }

    private Sipp server(Sipp.Place place) {
        return Sipp.server(folder, "sipp-server.xml", place);
    }

    private static Sipp.Place place(Transport transport) {
        return transport == Transport.UDP ? Sipp.Place.udp("127.0.0.1") : Sipp.Place.tcp("127.0.0.1");
    }

    private static String service(Transport transport) {
        return (transport == Transport.UDP ? "_sip._udp." : "_sip._tcp.") + DOMAIN;
    }

    private static DnsRecord at(Transport transport, int priority, int weight, int port) {
        return DnsRecord.srv(service(transport), priority, weight, port, "edge." + DOMAIN);
    }

    /** Signs in, calls and leaves; all of it at that server. */
    private static void serves(Sipp server, UnaryOperator<SipConfig.Builder> half) {
        try (Account account = PeerAccounts.sipp(common -> half.apply(common.publishPresence(false)))) {
            SippTalk talk = SippTalk.begin(account);
            SippTalk.hangUp(talk.dialled());
            talk.end();
        }
        assertTrue(server.did("called", "gone"), () -> server.process().log());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void whoHasNoTimeIsFollowedByTheNext(Transport transport) {
        try (Sipp first = Sipp.callee(folder, "sipp-unavailable-server.xml", 1, Map.of(), place(transport));
                Sipp second = server(place(transport))) {
            dns.add(
                    at(transport, 20, 0, second.port()),
                    at(transport, 10, 0, first.port()),
                    DnsRecord.a("edge." + DOMAIN, "127.0.0.1"));
            serves(second, half -> half.transport(transport));
            assertTrue(first.succeeded(), () -> first.process().log());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void whoIsNotThereIsFollowedByTheNext(Transport transport) {
        try (Sipp second = server(place(transport))) {
            dns.add(
                    at(transport, 10, 0, PeerProcess.freePort()),
                    at(transport, 20, 0, second.port()),
                    DnsRecord.a("edge." + DOMAIN, "127.0.0.1"));
            serves(second, half -> half.transport(transport));
        }
    }

    /** It has all the weight but one in 65,536: the other one is asked when it is gone. */
    @Test
    void amongEqualsTheWeightDecides() {
        try (Sipp heavy = server(place(Transport.UDP));
                Sipp light = server(place(Transport.UDP))) {
            dns.add(
                    at(Transport.UDP, 10, 0, light.port()),
                    at(Transport.UDP, 10, 65_535, heavy.port()),
                    at(Transport.UDP, 5, 1, PeerProcess.freePort()),
                    DnsRecord.a("edge." + DOMAIN, "127.0.0.1"));
            serves(heavy, half -> half.transport(Transport.UDP));
            assertEquals("", light.said());
            heavy.process().close();
            serves(light, half -> half.transport(Transport.UDP));
        }
    }

    @ParameterizedTest
    @CsvSource({"SIP+D2T, SIP+D2U, TCP", "SIP+D2U, SIP+D2T, UDP"})
    void theDomainsOrderDecidesWhatTransportIsUsed(String first, String second, Transport chosen) {
        Transport other = chosen == Transport.UDP ? Transport.TCP : Transport.UDP;
        try (Sipp server = server(place(chosen));
                Sipp unused = server(place(other))) {
            dns.add(
                    DnsRecord.naptr(DOMAIN, 10, 10, first, service(chosen)),
                    DnsRecord.naptr(DOMAIN, 10, 20, second, service(other)),
                    at(chosen, 20, 0, server.port()),
                    at(other, 10, 0, unused.port()),
                    DnsRecord.a("edge." + DOMAIN, "127.0.0.1"));
            serves(server, half -> half.transports(other, chosen));
            assertEquals("", unused.said());
        }
    }

    /** Only the IPv6 address of the two is one of a server. */
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void everyAddressOfAHostIsTried(Transport transport) {
        Sipp.Place place = transport == Transport.UDP ? Sipp.Place.udp("::1") : Sipp.Place.tcp("::1");
        try (Sipp server = server(place)) {
            dns.add(
                    at(transport, 10, 0, server.port()),
                    DnsRecord.a("edge." + DOMAIN, "127.0.0.1"),
                    DnsRecord.aaaa("edge." + DOMAIN, "::1"));
            serves(server, half -> half.transport(transport));
        }
    }

    @Test
    void aServerThatIsNamedHasItsAddressLookedUp() {
        try (Sipp server = server(place(Transport.UDP))) {
            dns.add(DnsRecord.a("edge." + DOMAIN, "127.0.0.1"));
            serves(server, half -> half.server("edge." + DOMAIN, server.port()).transport(Transport.UDP));
        }
    }
}
