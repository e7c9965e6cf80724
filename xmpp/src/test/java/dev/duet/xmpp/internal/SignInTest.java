package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.model.Secret;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.DnsQuery;
import dev.duet.sandbox.DnsRecord;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.XmppServer;
import dev.duet.xmpp.internal.Fixture.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to the sandbox's server, and every way in which it can fail. */
class SignInTest {

    private static LinkSecurity security(Client client) {
        return ((LinkState.Online) client.facts.state()).security();
    }

    private static Failure failure(Client client, LinkPhase phase) {
        client.connect().reaches(phase);
        return client.facts.failure();
    }

    @Test
    void signsInWithStartTlsAndTheStrongestScram() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();

            assertEquals("SCRAM-SHA-256", security(alice).authentication());
            assertTrue(
                    security(alice).tls().startsWith("TLSv1."), security(alice).toString());
            assertFalse(security(alice).cipher().isEmpty());
            assertEquals("example.org", alice.facts.self().domain());
            assertNotNull(alice.facts.self().resource());
            fixture.server.awaitOnline("alice", Fixture.PATIENCE);
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void signsInWithTlsFromTheFirstByte() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client(fixture.config("alice")
                            .server("127.0.0.1", fixture.server.directTlsPort())
                            .encryption(Encryption.DIRECT_TLS))
                    .online();

            assertTrue(security(alice).isProtected());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void signsInWithScramSha1WhereThatIsTheBest() {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("SCRAM-SHA-1", "PLAIN"))) {
            assertEquals(
                    "SCRAM-SHA-1", security(fixture.client("alice").online()).authentication());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512 PLAIN",
                "SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-512",
                "SCRAM-SHA-1-PLUS SCRAM-SHA-512",
                "SCRAM-SHA-512 SCRAM-SHA-256"
            })
    void tiesTheSignInToTheConnectionWhereItCan(String offer) {
        String[] names = offer.split(" ");
        List<String> other = new ArrayList<>(List.of(names));
        Collections.reverse(other);
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms(other.toArray(String[]::new)))) {
            assertEquals(names[0], security(fixture.client("alice").online()).authentication());
            Client bob = fixture.client(fixture.config("bob")
                            .server("127.0.0.1", fixture.server.directTlsPort())
                            .encryption(Encryption.DIRECT_TLS))
                    .online();
            assertEquals(names[0], security(bob).authentication());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void aManInTheMiddleWhoIsTrustedStillCannotPassTheSignInOn() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("SCRAM-SHA-256-PLUS"));
                TlsRelay relay =
                        new TlsRelay(Fixture.AUTHORITY.serverContext("example.org"), fixture.server.directTlsPort())) {
            Failure failure = failure(
                    fixture.client(fixture.config("alice")
                            .server("127.0.0.1", relay.port())
                            .encryption(Encryption.DIRECT_TLS)),
                    LinkPhase.FAILED);
            assertEquals(Kind.AUTHENTICATION, failure.kind());
        }
    }

    @Test
    void goesWhereTheServerSendsItButNotForEver() throws IOException {
        try (Fixture fixture = new Fixture();
                SendingOn door = new SendingOn("127.0.0.1:" + fixture.server.port());
                SendingOn circle = new SendingOn("")) {
            fixture.client(fixture.config("alice").server("127.0.0.1", door.port()))
                    .online();
            assertEquals(List.of(), fixture.server.violations());

            Failure failure = failure(
                    fixture.client(fixture.config("bob").server("127.0.0.1", circle.port())), LinkPhase.WAITING);
            assertEquals("see-other-host", failure.wire().condition());
            assertEquals(4, circle.visits());
        }
    }

    @Test
    void triesBothKindsOfTlsInTheOrderOfDns() throws IOException {
        int gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = socket.getLocalPort();
        }
        try (Fixture fixture = new Fixture();
                DnsServer dns = DnsServer.start()) {
            dns.add(
                    DnsRecord.srv("_xmpp-client._tcp.example.org", 5, 0, gone, "a.example.org"),
                    DnsRecord.srv(
                            "_xmpps-client._tcp.example.org", 10, 0, fixture.server.directTlsPort(), "a.example.org"),
                    DnsRecord.srv("_xmpp-client._tcp.example.org", 20, 0, fixture.server.port(), "a.example.org"),
                    DnsRecord.a("a.example.org", "127.0.0.1"));
            dns.asDefault();
            XmppConfig config = XmppConfig.builder(Address.xmpp("alice@example.org"), Secret.of("alice-secret"))
                    .trust(Trust.authorities(Fixture.PEM))
                    .build();
            Client alice = fixture.new Client(config).online();
            assertTrue(security(alice).isProtected());
            assertTrue(
                    fixture.server.exchange().stream()
                            .noneMatch(exchange -> exchange.text().contains("starttls")),
                    "TLS from the first byte came first");
        }
    }

    @Test
    void signsInWithATokenInsideTls() {
        try (Fixture fixture = new Fixture(
                builder -> builder.mechanisms("PLAIN", "OAUTHBEARER").startTls(XmppServer.StartTls.OPTIONAL))) {
            XmppConfig.Builder token = fixture.config("alice").authentication(XmppConfig.Authentication.OAUTH_TOKEN);
            assertEquals("OAUTHBEARER", security(fixture.client(token).online()).authentication());
            assertEquals(
                    Kind.AUTHENTICATION,
                    failure(fixture.client(token.encryption(Encryption.PLAIN)), LinkPhase.FAILED)
                            .kind());
            XmppConfig wrong = XmppConfig.builder(Address.xmpp("bob@example.org"), Secret.of("stale"))
                    .authentication(XmppConfig.Authentication.OAUTH_TOKEN)
                    .server("127.0.0.1", fixture.server.port())
                    .trust(Trust.authorities(Fixture.PEM))
                    .build();
            Failure failure = failure(fixture.new Client(wrong), LinkPhase.FAILED);
            assertEquals("not-authorized", failure.wire().condition());
            assertFalse(failure.toString().contains("stale"));
        }
    }

    @Test
    void sendsThePasswordItselfOnlyInsideTlsAndWhereThatIsAllowed() {
        try (Fixture fixture =
                new Fixture(builder -> builder.mechanisms("PLAIN").startTls(XmppServer.StartTls.OPTIONAL))) {
            Client alice = fixture.client(fixture.config("alice").plainAllowed(true));
            assertEquals("PLAIN", security(alice.online()).authentication());

            Failure failure = failure(
                    fixture.client(fixture.config("bob").plainAllowed(true).encryption(Encryption.PLAIN)),
                    LinkPhase.FAILED);
            assertEquals(Kind.AUTHENTICATION, failure.kind());
            assertEquals(Retry.NEVER, failure.retry());
        }
    }

    /** Whoever has a certificate that is trusted, but no password to check SCRAM with, is told none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "XEP-0388"})
    void tellsNoServerThePasswordThatMerelyAsksForIt(String without) {
        try (Fixture fixture = new Fixture(builder -> without.isEmpty()
                ? builder.mechanisms("PLAIN")
                : builder.mechanisms("PLAIN").without(without))) {
            for (Encryption encryption : List.of(Encryption.STARTTLS, Encryption.DIRECT_TLS)) {
                int port = encryption == Encryption.STARTTLS ? fixture.server.port() : fixture.server.directTlsPort();
                Failure failure = failure(
                        fixture.client(fixture.config("alice")
                                .server("127.0.0.1", port)
                                .encryption(encryption)),
                        LinkPhase.FAILED);
                assertEquals(Kind.AUTHENTICATION, failure.kind(), failure.toString());
                assertEquals(Origin.LOCAL, failure.origin(), failure.toString());
                assertEquals(Retry.NEVER, failure.retry(), failure.toString());
                assertTrue(failure.message().contains("plainAllowed"), failure.message());
            }
            assertTrue(
                    fixture.server.exchange().stream().noneMatch(exchange -> exchange.text()
                            .matches("(?s).*<(auth|authenticate|response)[ >/].*")),
                    () -> "said " + fixture.server.exchange());
        }
    }

    @Test
    void signsInWithoutTlsOnlyWhenAskedTo() {
        try (Fixture fixture = new Fixture(builder -> builder.startTls(XmppServer.StartTls.NOT_OFFERED))) {
            Client open = fixture.client(fixture.config("alice").encryption(Encryption.PLAIN))
                    .online();
            assertFalse(security(open).isProtected());
            assertEquals("SCRAM-SHA-256", security(open).authentication());

            Failure failure = failure(fixture.client("bob"), LinkPhase.FAILED);
            assertEquals(Kind.TLS, failure.kind());
            assertEquals(Retry.NEVER, failure.retry());
        }
    }

    @Test
    void asksForTheResourceThatWasWanted() {
        try (Fixture fixture = new Fixture()) {
            Client alice =
                    fixture.client(fixture.config("alice").resource("desk")).online();
            assertEquals("desk", alice.facts.self().resource());
        }
    }

    @Test
    void tellsOfAWrongPassword() {
        try (Fixture fixture = new Fixture()) {
            XmppConfig config = XmppConfig.builder(Address.xmpp("alice@example.org"), Secret.of("hunter2"))
                    .server("127.0.0.1", fixture.server.port())
                    .trust(Trust.authorities(Fixture.PEM))
                    .build();
            Failure failure = failure(fixture.new Client(config), LinkPhase.FAILED);

            assertEquals(Kind.AUTHENTICATION, failure.kind());
            assertEquals(Origin.SERVER, failure.origin());
            assertEquals(Retry.NEVER, failure.retry());
            assertEquals("not-authorized", failure.wire().condition());
            assertFalse(failure.toString().contains("hunter2"));
        }
    }

    @Test
    void tellsOfAnUnknownHostAndTriesAgain() {
        try (Fixture fixture = new Fixture();
                DnsServer dns = DnsServer.start().asDefault()) {
            Failure failure = failure(
                    fixture.client(fixture.config("alice").server("no-such-host.example.org", 5222)),
                    LinkPhase.WAITING);
            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals(Retry.LATER, failure.retry());
            assertTrue(failure.message().contains("no-such-host.example.org"), failure.message());
            assertTrue(
                    dns.queries().contains(new DnsQuery("no-such-host.example.org", "A", DnsQuery.Transport.UDP)),
                    () -> "asked " + dns.queries());
        }
    }

    @Test
    void tellsOfADomainThatDoesNotExist() {
        try (Fixture fixture = new Fixture();
                DnsServer dns = DnsServer.start().asDefault()) {
            XmppConfig config = XmppConfig.builder(Address.xmpp("alice@nowhere.example.org"), Secret.of("x"))
                    .build();
            assertEquals(
                    Kind.NETWORK,
                    failure(fixture.new Client(config), LinkPhase.WAITING).kind());
            assertEquals(
                    List.of(
                            "SRV _xmpp-client._tcp.nowhere.example.org",
                            "SRV _xmpps-client._tcp.nowhere.example.org",
                            "A nowhere.example.org"),
                    dns.queries().stream()
                            .map(query -> query.type() + " " + query.name())
                            .limit(3)
                            .toList());
        }
    }

    @Test
    void tellsOfARefusedPortAndTriesAgain() throws IOException {
        try (Fixture fixture = new Fixture()) {
            int free;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = socket.getLocalPort();
            }
            Failure failure =
                    failure(fixture.client(fixture.config("alice").server("127.0.0.1", free)), LinkPhase.WAITING);
            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals(Origin.NETWORK, failure.origin());
            assertEquals(Retry.LATER, failure.retry());
        }
    }

    @Test
    void doesNotTrustAnUnknownAuthority() {
        try (Fixture fixture = new Fixture()) {
            for (Encryption encryption : List.of(Encryption.STARTTLS, Encryption.DIRECT_TLS)) {
                int port = encryption == Encryption.STARTTLS ? fixture.server.port() : fixture.server.directTlsPort();
                Failure failure = failure(
                        fixture.client(fixture.config("alice")
                                .server("127.0.0.1", port)
                                .encryption(encryption)
                                .trust(Trust.system())),
                        LinkPhase.FAILED);
                assertEquals(Kind.TLS, failure.kind());
                assertEquals(Origin.SERVER, failure.origin());
                assertEquals(Retry.NEVER, failure.retry());
                assertTrue(failure.message().startsWith("Untrusted"), failure.message());
            }
        }
    }

    @Test
    void doesNotTakeACertificateForAnotherName() {
        try (Fixture fixture =
                new Fixture(builder -> builder.tls(Fixture.AUTHORITY.serverContext("other.example", "127.0.0.1")))) {
            for (Encryption encryption : List.of(Encryption.STARTTLS, Encryption.DIRECT_TLS)) {
                int port = encryption == Encryption.STARTTLS ? fixture.server.port() : fixture.server.directTlsPort();
                Failure failure = failure(
                        fixture.client(fixture.config("alice")
                                .server("127.0.0.1", port)
                                .encryption(encryption)),
                        LinkPhase.FAILED);
                assertEquals(Kind.TLS, failure.kind());
                assertEquals(Retry.NEVER, failure.retry());
                assertTrue(failure.message().startsWith("Wrong name"), failure.message());
                assertTrue(failure.message().contains("other.example"), failure.message());
            }
        }
    }

    @Test
    void doesNotTakeAnExpiredCertificate() {
        try (Fixture fixture = new Fixture(builder ->
                builder.tls(Fixture.AUTHORITY.issueExpired("example.org").context()))) {
            Failure failure = failure(fixture.client("alice"), LinkPhase.FAILED);
            assertEquals(Kind.TLS, failure.kind());
            assertTrue(failure.message().contains("expired"), failure.message());
        }
    }

    @Test
    void takesAnyCertificateWhenTrustIsInsecure() {
        try (Fixture fixture = new Fixture(builder -> builder.tls(Fixture.AUTHORITY.serverContext("other.example")))) {
            fixture.client(fixture.config("alice").trust(Trust.insecure())).online();
        }
    }

    @Test
    void tellsThatTheAuthoritiesCannotBeRead(@TempDir Path folder) throws IOException {
        try (Fixture fixture = new Fixture()) {
            Path empty = Files.createFile(folder.resolve("empty.pem"));
            Path nonsense = Files.writeString(folder.resolve("bad.pem"), "-----BEGIN CERTIFICATE-----\nnonsense");
            for (Path pem : List.of(folder.resolve("none.pem"), empty, nonsense)) {
                Failure failure = failure(
                        fixture.client(fixture.config("alice").trust(Trust.authorities(pem))), LinkPhase.FAILED);
                assertEquals(Kind.TLS, failure.kind(), failure.toString());
                assertEquals(Origin.LOCAL, failure.origin(), failure.toString());
                assertTrue(failure.message().contains(pem.toString()), failure.message());
            }
        }
    }

    @Test
    void doesNotWaitForEverForAServerThatSaysNothing() throws IOException {
        try (Fixture fixture = new Fixture();
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            for (Encryption encryption : Encryption.values()) {
                Failure failure = failure(
                        fixture.client(fixture.config("alice")
                                .server("127.0.0.1", silent.getLocalPort())
                                .encryption(encryption)
                                .timeout(Duration.ofSeconds(1))),
                        LinkPhase.WAITING);
                assertEquals(Kind.TIMEOUT, failure.kind());
                assertEquals(Retry.LATER, failure.retry());
            }
        }
    }

    @Test
    void findsTheServerByDnsAndTriesTheNextOneWhenTheFirstIsGone() throws IOException {
        int gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = socket.getLocalPort();
        }
        try (Fixture fixture = new Fixture();
                DnsServer dns = DnsServer.start()) {
            dns.add(
                    DnsRecord.srv("_xmpp-client._tcp.example.org", 10, 0, gone, "old.example.org"),
                    DnsRecord.srv("_xmpp-client._tcp.example.org", 20, 0, fixture.server.port(), "new.example.org"),
                    DnsRecord.srv(
                            "_xmpps-client._tcp.example.org", 0, 0, fixture.server.directTlsPort(), "new.example.org"),
                    DnsRecord.a("old.example.org", "127.0.0.1"),
                    DnsRecord.a("new.example.org", "127.0.0.1"));
            dns.asDefault();
            for (Encryption encryption : List.of(Encryption.STARTTLS, Encryption.DIRECT_TLS)) {
                Client alice = fixture
                .new Client(XmppConfig.builder(Address.xmpp("alice@example.org"), Secret.of("alice-secret"))
                        .trust(Trust.authorities(Fixture.PEM))
                        .encryption(encryption)
                        .build());
                alice.online();
                assertTrue(security(alice).isProtected());
            }
        }
    }
}
