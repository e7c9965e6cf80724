package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.sip.VirtualServer.Line;
import dev.duet.sandbox.internal.sip.auth.Digest;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server does as time passes: RFC 3261 17, 16.6 to 16.8 and the lives of bindings and subscriptions. */
final class SipTimingTest {

    private static final int UDP_INVITES_OF_32_SECONDS = 7;

    private final VirtualServer server = new VirtualServer();
    private final Line alice = server.line(Transport.UDP, 6001);
    private int number;

    private void pass(long millis) {
        server.time.advance(Duration.ofMillis(millis));
    }

    private SipRequest request(Line line, String user, String method, String uri, String... extra) {
        number++;
        Headers headers = Headers.NONE
                .append(
                        "Via",
                        "SIP/2.0/" + line.transport() + " 127.0.0.1:"
                                + line.remote().getPort() + ";branch=z9hG4bKx" + number)
                .append("Max-Forwards", "70")
                .append("From", "<sip:" + user + "@example.com>;tag=f" + number)
                .append("To", "<" + (method.equals("REGISTER") ? "sip:" + user + "@example.com" : uri) + ">")
                .append("Call-ID", "c" + number)
                .append("CSeq", number + " " + method);
        for (int i = 0; i < extra.length; i += 2) {
            headers = headers.append(extra[i], extra[i + 1]);
        }
        return new SipRequest(method, uri, headers, new byte[0]);
    }

    private SipRequest invite() {
        return request(alice, "alice", "INVITE", "sip:bob@example.com", "Contact", "<" + alice.contact() + ">");
    }

    private SipRequest withCredentials(SipRequest request, SipResponse challenge, String password) {
        String offer = challenge.headers().get("WWW-Authenticate").orElseThrow();
        String nonce = Phone.param(offer, "nonce");
        return withCredentials(request, nonce, "00000001", password);
    }

    private SipRequest withCredentials(SipRequest request, String nonce, String nc, String password) {
        number++;
        String user = request.from().sipUri().orElseThrow().user();
        String response = Digest.response(
                "SHA-256",
                user,
                "example.com",
                password,
                "REGISTER",
                request.uri(),
                nonce,
                nc,
                "c",
                "auth",
                new byte[0]);
        String value = "Digest username=\"" + user + "\", realm=\"example.com\", nonce=\"" + nonce + "\", uri=\""
                + request.uri() + "\", response=\"" + response + "\", algorithm=SHA-256, qop=auth, nc=" + nc
                + ", cnonce=\"c\"";
        Headers headers = request.headers()
                .with(
                        "Via",
                        request.topVia().with("branch", "z9hG4bKx" + number).toString())
                .with("CSeq", number + " REGISTER")
                .with("Authorization", value);
        return request.withHeaders(headers);
    }

    private SipRequest register(Line line, int expires) {
        return request(
                line, "bob", "REGISTER", "sip:example.com", "Contact", "<" + line.contact() + ">;expires=" + expires);
    }

    private Line bob(Transport transport) {
        Line bob = server.line(transport, 6100 + number);
        SipRequest register = register(bob, 600);
        bob.say(register);
        bob.say(withCredentials(register, bob.nextResponse(), "builder"));
        assertEquals(200, bob.nextResponse().status());
        return bob;
    }

    private static SipResponse answer(SipRequest request, int status) {
        SipResponse response = SipResponse.to(request, status).withToTag("b");
        return response.withHeaders(
                response.headers().appendAll("Record-Route", request.headers().all("Record-Route")));
    }

    @Test
    void an_invite_is_repeated_on_udp_and_given_up_after_32_seconds() {
        Line bob = bob(Transport.UDP);
        alice.say(invite());
        assertEquals(100, alice.nextResponse().status());
        assertEquals(1, bob.drain());
        pass(499);
        assertEquals(0, bob.drain());
        pass(1);
        assertEquals(1, bob.drain());
        pass(1000);
        assertEquals(1, bob.drain());
        pass(30_499);
        assertTrue(alice.quiet());
        pass(1);
        assertEquals(UDP_INVITES_OF_32_SECONDS - 3, bob.drain());
        assertEquals(408, alice.nextResponse().status());
    }

    @Test
    void an_invite_is_sent_once_on_a_stream() {
        Line bob = bob(Transport.TCP);
        alice.say(invite());
        pass(31_000);
        assertEquals(1, bob.drain());
    }

    @Test
    void an_invite_that_rings_for_timer_c_is_cancelled() {
        Line bob = bob(Transport.UDP);
        SipRequest invite = invite();
        alice.say(invite);
        SipRequest received = bob.nextRequest();
        bob.say(answer(received, 180));
        assertEquals(100, alice.nextResponse().status());
        assertEquals(180, alice.nextResponse().status());
        pass(179_000);
        assertTrue(bob.quiet());
        pass(1_000);
        SipRequest cancel = bob.nextRequest();
        assertEquals("CANCEL", cancel.method());
        bob.say(answer(cancel, 200));
        bob.say(answer(received, 487));
        assertEquals("ACK", bob.nextRequest().method());
        assertEquals(487, alice.nextResponse().status());
    }

    @Test
    void a_branch_that_ignores_its_cancel_ends_in_408() {
        Line bob = bob(Transport.TCP);
        alice.say(invite());
        bob.say(answer(bob.nextRequest(), 180));
        alice.drain();
        pass(180_000);
        assertEquals("CANCEL", bob.nextRequest().method());
        pass(32_000);
        assertEquals(408, alice.nextResponse().status());
    }

    @Test
    void a_final_response_is_repeated_on_udp_until_its_ack_comes() {
        SipRequest invite = invite();
        alice.say(invite);
        SipResponse unavailable = alice.nextResponse();
        assertEquals(480, unavailable.status());
        pass(500);
        assertEquals(1, alice.drain());
        pass(1000);
        assertEquals(1, alice.drain());
        alice.say(Phone.ackOf(invite, unavailable));
        pass(60_000);
        assertEquals(0, alice.drain());
        assertEquals(List.of(), server.log.violations());
    }

    @Test
    void a_repeated_request_is_answered_again_and_not_relayed_again() {
        Line bob = bob(Transport.UDP);
        SipRequest message = request(alice, "alice", "MESSAGE", "sip:bob@example.com");
        alice.say(message);
        SipRequest relayed = bob.nextRequest();
        bob.say(answer(relayed, 200));
        assertEquals(200, alice.nextResponse().status());
        alice.say(message);
        assertEquals(200, alice.nextResponse().status());
        assertTrue(bob.quiet());
        assertEquals(List.of(), server.log.violations());
    }

    @Test
    void a_message_that_nobody_answers_gets_no_408() {
        Line bob = bob(Transport.UDP);
        alice.say(request(alice, "alice", "MESSAGE", "sip:bob@example.com"));
        pass(40_000);
        assertTrue(bob.drain() > 5);
        assertTrue(alice.quiet());
    }

    @Test
    void a_2xx_repeated_by_the_callee_reaches_the_caller_each_time() {
        Line bob = bob(Transport.UDP);
        alice.say(invite());
        SipResponse ok = answer(bob.nextRequest(), 200).header("Contact", "<" + bob.contact() + ">");
        bob.say(ok);
        bob.say(ok);
        alice.nextResponse();
        assertEquals(200, alice.nextResponse().status());
        assertEquals(200, alice.nextResponse().status());
    }

    @Test
    void a_connection_that_breaks_while_ringing_ends_the_call_attempt() {
        Line bob = bob(Transport.TCP);
        alice.say(invite());
        bob.say(answer(bob.nextRequest(), 180));
        alice.drain();
        bob.hangUp();
        assertEquals(480, alice.nextResponse().status());
    }

    @Test
    void an_unacknowledged_refusal_on_a_stream_is_put_on_record() {
        Line caller = server.line(Transport.TCP, 6002);
        caller.say(request(caller, "alice", "INVITE", "sip:bob@example.com", "Contact", "<" + caller.contact() + ">"));
        assertEquals(480, caller.nextResponse().status());
        pass(33_000);
        assertEquals(1, server.log.violations().size());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void nothing_is_left_running_when_a_call_has_ended(Transport transport) {
        long before = server.time.pending();
        Line caller = server.line(transport, 6003);
        SipRequest invite =
                request(caller, "alice", "INVITE", "sip:bob@example.com", "Contact", "<" + caller.contact() + ">");
        caller.say(invite);
        caller.say(Phone.ackOf(invite, caller.nextResponse()));
        pass(40_000);
        assertEquals(before, server.time.pending());
    }

    @Test
    void a_binding_ends_with_its_time() {
        Line bob = bob(Transport.UDP);
        pass(599_000);
        assertEquals(1, server.locations.of("bob", server.time.now()).size());
        pass(1_000);
        assertEquals(0, server.locations.of("bob", server.time.now()).size());
        alice.say(invite());
        assertEquals(480, alice.nextResponse().status());
        assertTrue(bob.quiet());
    }

    @Test
    void an_old_nonce_is_stale_and_a_count_used_twice_is_put_on_record() {
        Line bob = server.line(Transport.UDP, 6200);
        SipRequest register = register(bob, 600);
        bob.say(register);
        String nonce =
                Phone.param(bob.nextResponse().headers().get("WWW-Authenticate").orElseThrow(), "nonce");
        bob.say(withCredentials(register, nonce, "00000001", "builder"));
        assertEquals(200, bob.nextResponse().status());
        bob.say(withCredentials(register, nonce, "00000002", "builder"));
        assertEquals(200, bob.nextResponse().status());
        assertEquals(List.of(), server.log.violations());
        bob.say(withCredentials(register, nonce, "00000002", "builder"));
        assertStale(bob.nextResponse());
        assertEquals(1, server.log.violations().size());
        pass(301_000);
        bob.say(withCredentials(register, nonce, "00000003", "builder"));
        assertStale(bob.nextResponse());
        bob.say(withCredentials(register, nonce, "00000004", "wrong"));
        SipResponse wrong = bob.nextResponse();
        assertEquals(401, wrong.status());
        assertTrue(!wrong.headers().get("WWW-Authenticate").orElse("").contains("stale"));
    }

    private static void assertStale(SipResponse response) {
        assertEquals(401, response.status());
        assertTrue(response.headers().all("WWW-Authenticate").stream().allMatch(c -> c.contains("stale=true")));
    }

    @Test
    void a_subscription_that_is_not_refreshed_ends_with_a_last_notify() {
        SipRequest subscribe = request(
                alice,
                "alice",
                "SUBSCRIBE",
                "sip:bob@example.com",
                "Contact",
                "<" + alice.contact() + ">",
                "Event",
                "presence",
                "Expires",
                "120");
        alice.say(subscribe);
        assertEquals(200, alice.nextResponse().status());
        SipRequest first = alice.nextRequest();
        assertEquals(
                "active;expires=120", first.headers().get("Subscription-State").orElse(""));
        alice.say(SipResponse.to(first, 200));
        pass(120_000);
        SipRequest last = alice.nextRequest();
        assertEquals(
                "terminated;reason=timeout",
                last.headers().get("Subscription-State").orElse(""));
        assertTrue(last.cseq().number() > first.cseq().number());
    }

    @Test
    void a_publication_ends_with_its_time() {
        String body = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:bob@example.com'><tuple id='a'>"
                + "<status><basic>open</basic></status></tuple></presence>";
        SipRequest publish = request(
                alice,
                "bob",
                "PUBLISH",
                "sip:bob@example.com",
                "Event",
                "presence",
                "Expires",
                "60",
                "Content-Type",
                "application/pidf+xml");
        alice.say(new SipRequest("PUBLISH", publish.uri(), publish.headers(), body.getBytes(StandardCharsets.UTF_8)));
        assertEquals(200, alice.nextResponse().status());
        assertTrue(stateOfBob().contains("open"));
        pass(60_000);
        assertTrue(stateOfBob().contains("closed"));
    }

    private String stateOfBob() {
        Line watcher = server.line(Transport.TCP, 6300 + number);
        watcher.say(request(
                watcher,
                "alice",
                "SUBSCRIBE",
                "sip:bob@example.com",
                "Contact",
                "<" + watcher.contact() + ">",
                "Event",
                "presence",
                "Expires",
                "0"));
        assertEquals(200, watcher.nextResponse().status());
        return watcher.nextRequest().bodyText();
    }
}
