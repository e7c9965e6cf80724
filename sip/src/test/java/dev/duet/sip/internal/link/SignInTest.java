package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.Trust;
import dev.duet.sandbox.DnsQuery;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.FreePorts;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.Users;
import dev.duet.spi.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignInTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Users users = new Users("example.com");
    private final TestAuthority authority = TestAuthority.create();
    private final TestRuntime runtime = new TestRuntime();
    private final Recorder alice = new Recorder();

    @TempDir
    Path folder;

    private SipServer server;

    @BeforeEach
    void aliceHasAnAccount() {
        users.add("alice", "secret");
    }

    @AfterEach
    void close() {
        runtime.close();
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void anAccountSignsInAndOutOverEachTransport(Transport transport) throws Exception {
        start(SipServer.Algorithm.SHA_256, SipServer.Algorithm.MD5);
        Link link = runtime.link(config(transport, "secret"), alice);

        runtime.run(link::connect);
        LinkState.Online online = alice.awaitState(LinkState.Online.class);

        assertEquals("Digest SHA-256", online.security().authentication());
        assertEquals(transport == Transport.TLS, online.security().isProtected());
        assertEquals(
                transport == Transport.TLS ? "TLSv1.3" : "", online.security().tls());
        assertEquals(
                transport.name(), server.awaitRegistration("alice", PATIENCE).transport());
        assertEquals("127.0.0.1", link.localHost());

        runtime.run(link::disconnect);
        alice.awaitState(LinkState.Offline.class);
        server.awaitNoRegistration("alice", PATIENCE);
        assertEquals(List.of(LinkPhase.CONNECTING, LinkPhase.ONLINE, LinkPhase.OFFLINE), alice.phases());
        assertEquals(List.of(), server.violations());
    }

    @ParameterizedTest
    @EnumSource(SipServer.Algorithm.class)
    void eachAlgorithmIsUnderstood(SipServer.Algorithm algorithm) throws Exception {
        start(algorithm);
        Link link = runtime.link(config(Transport.UDP, "secret"), alice);

        runtime.run(link::connect);

        String name = algorithm.name().replace('_', '-').replace("SHA-512-256", "SHA-512-256");
        assertEquals(
                "Digest " + name,
                alice.awaitState(LinkState.Online.class).security().authentication());
    }

    @Test
    void aWrongPasswordFailsForGood() throws Exception {
        start(SipServer.Algorithm.SHA_256);
        Link link = runtime.link(config(Transport.UDP, "wrong"), alice);

        runtime.run(link::connect);
        Failure failure = alice.awaitState(LinkState.Failed.class).failure();

        assertEquals(Failure.Kind.AUTHENTICATION, failure.kind());
        assertEquals(Failure.Origin.SERVER, failure.origin());
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertNotNull(failure.wire());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void aRefusedPortIsANetworkFailureAndTriedAgain(Transport transport) {
        int port = new FreePorts().next();
        Link link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", port)
                        .transport(transport)),
                alice);

        runtime.run(link::connect);
        Failure failure = alice.awaitState(LinkState.Waiting.class).failure();

        assertEquals(Failure.Kind.NETWORK, failure.kind());
        assertEquals(Failure.Retry.LATER, failure.retry());
        assertTrue(failure.message().contains("refused"), failure.message());
    }

    @Test
    void anUnknownHostIsANetworkFailure() {
        try (DnsServer dns = DnsServer.start().asDefault()) {
            Link link = runtime.link(
                    TestRuntime.config(
                            "alice", "secret", "example.com", half -> half.server("no-such-host.example.com", 5060)
                                    .transport(Transport.TCP)),
                    alice);

            runtime.run(link::connect);
            Failure failure = alice.awaitState(LinkState.Waiting.class).failure();

            assertEquals(Failure.Kind.NETWORK, failure.kind());
            assertTrue(failure.message().contains("no-such-host.example.com"), failure.message());
            assertTrue(
                    dns.queries().contains(new DnsQuery("no-such-host.example.com", "A", DnsQuery.Transport.UDP)),
                    () -> "asked " + dns.queries());
        }
    }

    @Test
    void anUntrustedCertificateFailsForGood() throws Exception {
        start(SipServer.Algorithm.SHA_256);
        Path other = TestAuthority.create().writePem(folder);
        Link link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", server.tlsPort())
                        .trust(Trust.authorities(other))),
                alice);

        runtime.run(link::connect);
        Failure failure = alice.awaitState(LinkState.Failed.class).failure();

        assertEquals(Failure.Kind.TLS, failure.kind());
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertTrue(failure.message().contains("not trusted"), failure.message());
    }

    @Test
    void aCertificateForAnotherNameFailsForGood() throws Exception {
        server = SipServer.start(SipServer.Config.builder(users)
                .tls(authority.serverContext("example.org"))
                .build());
        Link link = runtime.link(config(Transport.TLS, "secret"), alice);

        runtime.run(link::connect);
        Failure failure = alice.awaitState(LinkState.Failed.class).failure();

        assertEquals(Failure.Kind.TLS, failure.kind());
        assertTrue(failure.message().contains("another name"), failure.message());
        assertTrue(failure.message().contains("example.org"), failure.message());
    }

    @Test
    void anybodyIsTrustedWhenThatIsAskedForByName() throws Exception {
        server = SipServer.start(SipServer.Config.builder(users)
                .tls(authority.serverContext("example.org"))
                .build());
        Link link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", server.tlsPort())
                        .trust(Trust.insecure())),
                alice);

        runtime.run(link::connect);

        alice.awaitState(LinkState.Online.class);
    }

    @Test
    void oneAccountsTrustIsNotLentToAnother() throws Exception {
        server = SipServer.start(SipServer.Config.builder(users)
                .tls(authority.serverContext("example.org"))
                .build());
        Link careless = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", server.tlsPort())
                        .trust(Trust.insecure())),
                alice);
        runtime.run(careless::connect);
        alice.awaitState(LinkState.Online.class);

        Recorder other = new Recorder();
        Link careful = runtime.link(config(Transport.TLS, "secret"), other);
        runtime.run(careful::connect);

        assertEquals(
                Failure.Kind.TLS,
                other.awaitState(LinkState.Failed.class).failure().kind());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void aServerThatStopsIsNoticedAndComesBack(Transport transport) throws Exception {
        start(SipServer.Algorithm.SHA_256);
        Link link = runtime.link(config(transport, "secret"), alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);

        server.stop();
        Failure failure = alice.awaitState(LinkState.Waiting.class).failure();
        assertEquals(Failure.Kind.NETWORK, failure.kind());
        server.restart();

        alice.awaitState(LinkState.Online.class);
        server.awaitRegistration("alice", PATIENCE);
    }

    @Test
    void aCutConnectionIsNoticedAtOnceAndRebuilt() throws Exception {
        start(SipServer.Algorithm.SHA_256);
        Link link = runtime.link(config(Transport.TCP, "secret"), alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);

        server.cutConnections();

        Awaitility.await().atMost(PATIENCE).until(() -> alice.phases()
                .equals(List.of(
                        LinkPhase.CONNECTING,
                        LinkPhase.ONLINE,
                        LinkPhase.WAITING,
                        LinkPhase.CONNECTING,
                        LinkPhase.ONLINE)));
    }

    @Test
    void aRegistrationIsMadeLongerWhenTheServerWantsThatAndRefreshed() throws Exception {
        server = SipServer.start(SipServer.Config.builder(users)
                .minExpires(Duration.ofSeconds(12))
                .maxExpires(Duration.ofSeconds(12))
                .build());
        Link link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", server.udpPort())
                        .transport(Transport.UDP)
                        .registrationExpiry(Duration.ofSeconds(10))),
                alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);
        var first = server.awaitRegistration("alice", PATIENCE);

        Awaitility.await().atMost(PATIENCE).until(() -> server.registrations("alice").stream()
                .anyMatch(now -> now.expires().isAfter(first.expires().plusSeconds(5))));

        assertEquals(1, server.registrations("alice").size());
        assertEquals(List.of(), server.violations());
        assertEquals(List.of(LinkPhase.CONNECTING, LinkPhase.ONLINE), alice.phases());
    }

    @Test
    void nothingIsLeftAfterManyAccountsWereClosed() throws Exception {
        start(SipServer.Algorithm.SHA_256);
        long before = threads();
        TestRuntime other = new TestRuntime();
        for (Transport transport : List.of(Transport.UDP, Transport.TCP, Transport.TLS)) {
            for (int i = 0; i < 5; i++) {
                Recorder recorder = new Recorder();
                Link link = other.link(config(transport, "secret"), recorder);
                other.run(link::connect);
                recorder.awaitState(LinkState.Online.class);
            }
        }
        other.close();

        Awaitility.await().atMost(PATIENCE).until(() -> threads() <= before);
        // and the runtime beside it still works
        Link link = runtime.link(config(Transport.UDP, "secret"), alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("duet-sip")
                        || thread.getName().startsWith("EventScanner"))
                .count();
    }

    private void start(SipServer.Algorithm... algorithms) {
        server = SipServer.start(SipServer.Config.builder(users)
                .algorithms(algorithms)
                .tls(authority.serverContext("example.com"))
                .build());
    }

    private SipConfig config(Transport transport, String password) throws Exception {
        Path pem = authority.writePem(folder);
        return TestRuntime.config("alice", password, "example.com", half -> half.server("127.0.0.1", port(transport))
                .transport(transport)
                .trust(Trust.authorities(pem)));
    }

    private int port(Transport transport) {
        return switch (transport) {
            case UDP -> server.udpPort();
            case TCP -> server.tcpPort();
            case TLS -> server.tlsPort();
            default -> throw new IllegalArgumentException("The sandbox has no " + transport);
        };
    }
}
