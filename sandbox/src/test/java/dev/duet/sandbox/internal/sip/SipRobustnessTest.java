package dev.duet.sandbox.internal.sip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.SipExchange;
import dev.duet.sandbox.SipReply;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.SipServer.Algorithm;
import dev.duet.sandbox.SipServer.Qop;
import dev.duet.sandbox.SipServerConfigBuilder;
import dev.duet.sandbox.Users;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile input, lost connections, switches and the life of the server. */
final class SipRobustnessTest extends SipServerTestBase {

    private RawPeer peer(String transport) {
        return phone("x", "y", transport).peer;
    }

    private void assertAlive(String transport) {
        Phone alice = phone("alice", "wonderland", transport);
        assertEquals(200, alice.exchange(alice.register(300)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP", "TLS"})
    void random_bytes_do_no_harm(String transport) {
        Random random = new Random(42);
        for (int i = 0; i < 30; i++) {
            byte[] bytes = new byte[1 + random.nextInt(2000)];
            random.nextBytes(bytes);
            peer(transport).sendBytes(bytes);
        }
        assertAlive(transport);
    }

    @Test
    void damaged_messages_do_no_harm() {
        Random random = new Random(43);
        Phone alice = phone("alice", "wonderland", "UDP");
        for (int i = 0; i < 500; i++) {
            byte[] bytes = alice.invite("sip:bob@example.com").encode();
            for (int c = 0; c < 4; c++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            alice.peer.sendBytes(bytes);
        }
        assertAlive("UDP");
    }

    @Test
    void garbage_on_tls_before_the_handshake_closes_that_connection_only() {
        try (RawPeer plain = RawPeer.tcp(server.tlsPort())) {
            plain.send("REGISTER sip:example.com SIP/2.0\r\n\r\n");
            while (plain.readByte() >= 0) {
                // An alert may come first.
            }
        }
        assertAlive("TLS");
    }

    @Test
    void a_message_that_is_too_long_is_refused_and_the_stream_closed() {
        RawPeer peer = peer("TCP");
        peer.send("MESSAGE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKbig\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: 1\r\nCSeq: 1 MESSAGE\r\n"
                + "Max-Forwards: 70\r\nContent-Length: 1000000\r\n\r\n");
        assertTrue(peer.receive().startsWith("SIP/2.0 513"));
        assertEquals(-1, peer.readByte());
        assertAlive("TCP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void a_keep_alive_is_answered(String transport) {
        RawPeer peer = peer(transport);
        peer.send("\r\n\r\n");
        assertEquals('\r', peer.readByte());
        assertEquals('\n', peer.readByte());
        assertNoViolations();
    }

    @Test
    void a_keep_alive_on_udp_is_ignored() {
        RawPeer peer = peer("UDP");
        peer.send("\r\n\r\n");
        peer.sendBytes(new byte[] {0, 1, 0, 0, 33, 18, -92, 66, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        assertAlive("UDP");
        assertNoViolations();
    }

    @Test
    void a_lost_connection_makes_its_contact_unreachable_until_it_registers_anew() {
        Phone alice = alice("UDP");
        Phone bob = bob("TCP");
        server.cutConnections();
        assertEquals(-1, bob.peer.readByte());
        await().until(() -> !server.registrations("bob").get(0).connected());
        SipResponse response = alice.exchange(alice.invite("sip:bob@example.com"));
        assertEquals(480, response.status());
        Phone again = bob("TCP");
        alice.call("sip:bob@example.com");
        again.requestOf("INVITE");
    }

    @Test
    void a_hook_answers_until_it_is_closed() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipServer.Hook hook = server.onRequest(
                r -> r.method().equals("REGISTER") && r.from().equals("alice"),
                SipReply.of(503).with("Retry-After", "5"));
        SipResponse response = alice.exchange(alice.register(300));
        assertEquals(503, response.status());
        assertEquals("5", response.headers().get("Retry-After").orElse(""));
        hook.close();
        SipServer.Hook silence = server.ignore(r -> r.method().equals("REGISTER"));
        SipRequest unheard = alice.register(300);
        alice.send(unheard);
        alice.send(unheard);
        assertTrue(alice.next(200).isEmpty());
        silence.close();
        assertNoViolations();
        assertEquals(200, alice.exchange(alice.register(300)).status());
        assertThrows(IllegalArgumentException.class, () -> SipReply.of(180));
    }

    @Test
    void the_log_shows_both_ways_and_no_secret() {
        alice("TLS");
        SipExchange sent = server.awaitMessage(
                m -> m.direction() == SipExchange.Direction.SENT
                        && m.startLine().equals("SIP/2.0 200 OK"),
                SOON);
        assertEquals("TLS", sent.transport());
        SipExchange received = server.awaitMessage(m -> m.text().contains("Authorization: "), SOON);
        assertTrue(received.text().contains("response=\"***\""), received.text());
        assertTrue(received.text().contains("username=\"alice\""), received.text());
        server.clearLog();
        assertEquals(List.of(), server.exchange());
        AssertionError error =
                assertThrows(AssertionError.class, () -> server.awaitMessage(m -> true, Duration.ofMillis(10)));
        assertTrue(error.getMessage().contains("Last messages"));
    }

    @Test
    void registrations_follow_the_rules_of_expiry_and_order() {
        Phone alice = alice("UDP");
        SipResponse brief = alice.exchange(alice.register(5));
        assertEquals(423, brief.status());
        assertEquals("60", brief.headers().get("Min-Expires").orElse(""));
        SipResponse lengthy = alice.exchange(alice.register(100_000));
        String contact = lengthy.headers().get("Contact").orElse("");
        assertTrue(contact.endsWith(";expires=3600"), contact);
        SipRequest two = alice.register(300);
        SipRequest withSecond =
                two.withHeaders(two.headers().append("Contact", "<sip:alice@127.0.0.1:9999>;q=0.2;expires=300"));
        assertEquals(2, alice.exchange(withSecond).headers().all("Contact").size());
        assertEquals(0.2, server.registrations("alice").get(1).q());
        assertEquals(
                0,
                alice.exchange(alice.register(0)).headers().all("Contact").stream()
                        .filter(c -> c.contains(alice.contact()))
                        .count());
        SipRequest all = alice.register(0);
        SipRequest star = all.withHeaders(all.headers().with("Contact", "*").append("Expires", "0"));
        assertEquals(200, alice.exchange(star).status());
        server.awaitNoRegistration("alice", SOON);
        SipRequest last = alice.register(0);
        SipRequest query = last.withHeaders(last.headers().without("Contact"));
        assertEquals(200, alice.exchange(query).status());
        assertNoViolations();
    }

    private SipResponse withServer(UnaryOperator<SipServerConfigBuilder> change) {
        Users users = new Users("example.com");
        users.add("alice", "wonderland");
        try (SipServer other = SipServer.start(
                        change.apply(SipServer.Config.builder(users)).build());
                Phone alice = new Phone("alice", "wonderland", RawPeer.udp(other.udpPort()))) {
            assertThrows(IllegalStateException.class, other::tlsPort);
            SipRequest register = alice.register(300);
            alice.send(register);
            SipResponse challenge = alice.response();
            alice.send(alice.authorized(register, challenge));
            assertEquals(200, alice.response().status());
            assertEquals(List.of(), other.violations());
            return challenge;
        }
    }

    @Test
    void the_algorithms_come_in_the_order_given() {
        SipResponse both = withServer(b -> b.algorithms(Algorithm.SHA_512_256, Algorithm.SHA_256, Algorithm.MD5));
        List<String> offered = both.headers().all("WWW-Authenticate").stream()
                .map(c -> Phone.param(c, "algorithm"))
                .toList();
        assertEquals(List.of("SHA-512-256", "SHA-256", "MD5"), offered);
        assertEquals(
                1,
                withServer(b -> b.algorithms(Algorithm.MD5))
                        .headers()
                        .all("WWW-Authenticate")
                        .size());
    }

    @Test
    void qop_can_be_left_out_or_protect_the_body() {
        String none = withServer(b -> b.qop()).headers().get("WWW-Authenticate").orElse("");
        assertFalse(none.contains("qop"), none);
        String body = withServer(b -> b.qop(Qop.AUTH_INT))
                .headers()
                .get("WWW-Authenticate")
                .orElse("");
        assertTrue(body.contains("qop=\"auth-int\""), body);
    }

    @Test
    void nothing_is_left_of_a_closed_server() {
        assertAlive("TLS");
        int port = server.tcpPort();
        server.close();
        server.close();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("duet-sandbox-sip")));
        Exception refused = assertThrows(java.io.UncheckedIOException.class, () -> RawPeer.tcp(port));
        assertTrue(refused.getCause() instanceof ConnectException);
        assertThrows(IllegalStateException.class, server::restart);
        assertFalse(server.exchange().isEmpty());
    }

    @Test
    void names_with_escapes_are_one_person() {
        Users users = new Users("example.com");
        users.add("a#b", "secret");
        try (SipServer other = SipServer.start(SipServer.Config.builder(users).build());
                RawPeer raw = RawPeer.udp(other.udpPort())) {
            raw.send("OPTIONS sip:a%23b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1;rport\r\n"
                    + "From: <sip:x@y>;tag=1\r\nTo: <sip:a%23b@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                    + "Max-Forwards: 70\r\n\r\n");
            assertTrue(raw.receive().startsWith("SIP/2.0 480"));
        }
    }

    @Test
    void a_good_message_after_a_broken_start_is_still_heard_on_udp() {
        Phone alice = phone("alice", "wonderland", "UDP");
        alice.peer.sendBytes("no SIP at all".getBytes(StandardCharsets.UTF_8));
        assertEquals(200, alice.exchange(alice.register(300)).status());
        assertEquals(1, server.violations().size());
    }
}
