package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.ClientCertificate;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.TokenSource;
import dev.duet.model.Trust;
import dev.duet.sandbox.DnsRecord;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIPp behind TLS: names in certificates (RFC 5922), certificates of clients, and access tokens (RFC 8898). */
@NeedsPeers("sipp")
@Tag("beside")
class SippTlsTest {

    private static final String DOMAIN = "sipp.test";

    @TempDir
    private Path folder;

    private final TestAuthority authority = TestAuthority.create();

    private Sipp sipp(String scenario) {
        return Sipp.server(folder, scenario, Sipp.Place.tcp("127.0.0.1"));
    }

    private Account account(UnaryOperator<SipConfig.Builder> half) {
        return PeerAccounts.sipp(common -> half.apply(common.transport(Transport.TLS)
                .trust(Trust.authorities(authority.writePem(folder)))
                .publishPresence(false)));
    }

    private Account account(SipRelay relay) {
        return account(half -> half.server("127.0.0.1", relay.port()));
    }

    @Test
    void everythingGoesByOneConnection() {
        try (Sipp sipp = sipp("sipp-two-way-server.xml");
                SipRelay relay = SipRelay.tls(sipp.port(), authority.serverContext(DOMAIN));
                Account account = account(relay)) {
            SippTalk talk = SippTalk.begin(account);
            LinkState.Online online =
                    (LinkState.Online) account.link(Protocol.SIP).state();
            assertTrue(online.security().isProtected(), online::toString);
            talk.connectedBothWays().end();
            assertTrue(
                    sipp.did("answered", "called", "gone"), () -> sipp.process().log());
            assertEquals(1, relay.accepted());
        }
    }

    @Test
    void aCertificateIsForTheDomainAndNotForTheHostThatDnsLedTo() {
        try (Sipp sipp = sipp("sipp-server.xml");
                SipRelay other = SipRelay.tls(sipp.port(), authority.serverContext("edge." + DOMAIN));
                SipRelay right = SipRelay.tls(sipp.port(), authority.serverContext(DOMAIN));
                DnsServer dns = DnsServer.start().asDefault()) {
            String service = "_sips._tcp." + DOMAIN;
            dns.add(
                    DnsRecord.a("edge." + DOMAIN, "127.0.0.1"),
                    DnsRecord.srv(service, 10, 0, other.port(), "edge." + DOMAIN));
            try (Account account = account(half -> half)) {
                Failure failure = Futures.failure(account.connect());
                assertEquals(Failure.Kind.TLS, failure.kind(), failure::toString);
            }
            assertEquals(0, other.accepted());

            dns.remove(service, DnsRecord.Type.SRV);
            dns.add(DnsRecord.srv(service, 10, 0, right.port(), "edge." + DOMAIN));
            try (Account account = account(half -> half)) {
                SippTalk talk = SippTalk.begin(account);
                SippTalk.hangUp(talk.dialled());
                talk.end();
            }
            assertTrue(sipp.did("called", "gone"), () -> sipp.process().log());
        }
    }

    @Test
    void theCertificateThatIsDemandedIsShownAndWhoHasNoneIsTurnedAway() {
        TestCertificate own = authority.issue("alice." + DOMAIN);
        Path file = own.writeKeyStore(folder, "open".toCharArray());
        try (Sipp sipp = sipp("sipp-two-way-server.xml");
                SipRelay relay = SipRelay.mutualTls(sipp.port(), authority.serverContext(DOMAIN));
                Account without = account(relay);
                Account account = account(half -> half.server("127.0.0.1", relay.port())
                        .clientCertificate(new ClientCertificate(file, Secret.of("open"))))) {
            Futures.failure(without.connect());
            assertEquals(0, relay.accepted());

            SippTalk.begin(account).connectedBothWays().end();

            assertEquals(List.of(own.certificate().getSubjectX500Principal()), relay.shown());
            assertTrue(
                    sipp.did("answered", "called", "gone"), () -> sipp.process().log());
        }
    }

    @Test
    void aTokenIsShownToWhoAsksForOne() {
        Queue<String> tokens = new ConcurrentLinkedQueue<>(List.of("first", "calling", "second"));
        List<TokenSource.Challenge> asked = new CopyOnWriteArrayList<>();
        TokenSource source = challenge -> {
            asked.add(challenge);
            return Secret.of(tokens.remove());
        };
        try (Sipp sipp = sipp("sipp-token-server.xml");
                SipRelay relay = SipRelay.tls(sipp.port(), authority.serverContext(DOMAIN));
                Account account =
                        account(half -> half.server("127.0.0.1", relay.port()).tokens(source))) {
            SippTalk talk = SippTalk.begin(account);
            SippTalk.hangUp(talk.dialled());
            talk.end();
            assertTrue(sipp.did("called", "gone"), () -> sipp.process().log());
            assertEquals(
                    List.of(
                            new TokenSource.Challenge("https://login.sipp.test", DOMAIN, "register", ""),
                            new TokenSource.Challenge("https://login.sipp.test", DOMAIN, "call", ""),
                            new TokenSource.Challenge("", DOMAIN, "register", "invalid_token")),
                    asked);
        }
    }

    @Test
    void inTheClearNoTokenIsShown() {
        List<TokenSource.Challenge> asked = new CopyOnWriteArrayList<>();
        TokenSource source = challenge -> {
            asked.add(challenge);
            return Secret.of("first");
        };
        try (Sipp sipp = Sipp.callee(folder, "sipp-token-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.tokens(source))) {
            Failure failure = Futures.failure(account.connect());
            assertEquals(Failure.Kind.AUTHENTICATION, failure.kind(), failure::toString);
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            assertEquals(List.of(), asked);
        }
    }
}
