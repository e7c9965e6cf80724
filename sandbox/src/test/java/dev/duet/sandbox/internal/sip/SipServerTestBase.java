package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.SipServerConfigBuilder;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server with Alice and Bob, and phones for them. */
abstract class SipServerTestBase {

    static final Duration SOON = Duration.ofSeconds(10);
    private static TestAuthority authority;

    private final List<AutoCloseable> open = new ArrayList<>();
    SipServer server;

    @BeforeAll
    static void makeAuthority() {
        authority = TestAuthority.create();
    }

    @BeforeEach
    void start() {
        Users users = new Users("example.com");
        users.add("alice", "wonderland");
        users.add("bob", "builder");
        server = SipServer.start(
                configure(SipServer.Config.builder(users).tls(authority)).build());
    }

    SipServerConfigBuilder configure(SipServerConfigBuilder builder) {
        return builder;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.close();
    }

    Phone phone(String name, String password, String transport) {
        RawPeer peer =
                switch (transport) {
                    case "UDP" -> RawPeer.udp(server.udpPort());
                    case "TCP" -> RawPeer.tcp(server.tcpPort());
                    default -> RawPeer.tls(server.tlsPort(), authority.trustingContext());
                };
        Phone phone = new Phone(name, password, peer);
        open.add(phone);
        return phone;
    }

    Phone alice(String transport) {
        return phone("alice", "wonderland", transport).registered();
    }

    Phone bob(String transport) {
        return phone("bob", "builder", transport).registered();
    }

    void assertNoViolations() {
        assertEquals(List.of(), server.violations());
    }
}
