package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each breach of the rules gets the status that the rules name, and is put on record. */
final class SipStrictnessTest extends SipServerTestBase {

    private static final String GOOD = String.join(
            "\r\n",
            "OPTIONS sip:example.com SIP/2.0",
            "Via: SIP/2.0/UDP 127.0.0.1:%PORT%;branch=z9hG4bK776asdhds;rport",
            "Max-Forwards: 70",
            "To: <sip:example.com>",
            "From: Alice <sip:alice@example.com>;tag=1928301774",
            "Call-ID: a84b4c76e66710",
            "CSeq: 314159 OPTIONS",
            "Content-Length: 0",
            "",
            "");

    private String only(List<SipServer.Violation> violations) {
        assertEquals(1, violations.size(), violations.toString());
        return violations.get(0).what();
    }

    private SipResponse ask(RawPeer peer, String text) {
        peer.send(text.replace("%PORT%", Integer.toString(peer.port())));
        return (SipResponse) Phone.parse(peer.receive());
    }

    @Test
    void the_message_that_all_the_others_are_made_of_is_good() {
        try (RawPeer peer = RawPeer.udp(server.udpPort())) {
            assertEquals(200, ask(peer, GOOD).status());
            assertNoViolations();
        }
    }

    @ParameterizedTest(name = "{0} -> {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Max-Forwards: 70\\r\\n || 400 | No Max-Forwards",
                "To: <sip:example.com>\\r\\n || 400 | No To",
                "From: Alice <sip:alice@example.com>;tag=1928301774\\r\\n || 400 | No From",
                "Call-ID: a84b4c76e66710\\r\\n || 400 | No Call-ID",
                "CSeq: 314159 OPTIONS\\r\\n || 400 | No CSeq",
                ";tag=1928301774 || 400 | From without a tag",
                "z9hG4bK | xyz | 400 | Via branch without the magic cookie",
                "branch=z9hG4bK776asdhds; || 400 | Via branch without the magic cookie",
                "/UDP | /TCP | 400 | Via says TCP but came by UDP",
                "314159 OPTIONS | 314159 INVITE | 400 | CSeq method is not the request's",
                "314159 OPTIONS | 4294967296 OPTIONS | 400 | Bad CSeq",
                "Forwards: 70 | Forwards: 256 | 400 | Bad Max-Forwards",
                "Forwards: 70 | Forwards: many | 400 | Bad Max-Forwards",
                "To: <sip:example.com> | To: <sip:example.com | 400 | Bad To",
                "Alice <sip | \"Alice <sip | 400 | Bad From",
                "a84b4c76e66710 | a b | 400 | Bad Call-ID",
                "Max-Forwards: 70 | Max-Forwards: 70\\r\\nMax-Forwards: 70 | 400 | Max-Forwards more than once",
                "Content-Length: 0 | Content-Length: 5 | 400 | Content-Length beyond the end of the message",
                "Content-Length: 0 | Content-Length: nil | 400 | Bad Content-Length",
                "Content-Length: 0 | Content-Length: 0\\r\\nContent-Length: 0 | 400 | Content-Length more than once",
                "SIP/2.0\\r\\nVia | SIP/3.0\\r\\nVia | 505 | Version Not Supported",
                "OPTIONS sip:example.com | OPTIONS mailto:example.com | 416 | Unsupported URI Scheme",
                "OPTIONS sip:example.com | OPTIONS sip:example.com?a=b | 400 | Request-URI with headers",
                "OPTIONS sip:example.com | OPTIONS <sip:example.com> "
                        + "| 400 | Request-URI with white space or angle brackets",
                "Max-Forwards: 70 | Max-Forwards: 70\\r\\nRoute: sip:example.com;lr "
                        + "| 400 | Route without angle brackets",
                "Max-Forwards: 70 | Max-Forwards: 70\\r\\nbroken line | 400 | Header line without a name",
                "Max-Forwards: 70 | Max-Forwards: 70\\r\\nExpires: soon | 400 | Bad Expires"
            })
    void a_breach_is_answered_and_put_on_record(String what, String by, int status, String violation) {
        String broken = GOOD.replace(unescaped(what), unescaped(by == null ? "" : by));
        assertFalse(broken.equals(GOOD));
        try (RawPeer peer = RawPeer.udp(server.udpPort())) {
            assertEquals(status, ask(peer, broken).status());
            assertTrue(
                    server.violations().stream().anyMatch(v -> v.what().equals(violation)),
                    server.violations().toString());
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\r\\n", "\r\n");
    }

    @Test
    void a_loose_body_is_cut_and_put_on_record() {
        try (RawPeer peer = RawPeer.udp(server.udpPort())) {
            assertEquals(200, ask(peer, GOOD + "surplus").status());
            assertEquals("Content-Length short of the body", only(server.violations()));
        }
    }

    @Test
    void a_stream_without_content_length_is_answered_and_closed() {
        try (RawPeer peer = RawPeer.tcp(server.tcpPort())) {
            String text = GOOD.replace("/UDP", "/TCP").replace("Content-Length: 0\r\n", "");
            assertEquals(400, ask(peer, text).status());
            assertEquals(-1, peer.readByte());
            assertEquals("No Content-Length on a stream", only(server.violations()));
        }
    }

    @Test
    void too_many_hops_and_unknown_extensions_are_no_breach() {
        try (RawPeer peer = RawPeer.udp(server.udpPort())) {
            String tired = GOOD.replace("Forwards: 70", "Forwards: 0");
            assertEquals(200, ask(peer, tired).status());
            String further = tired.replace("OPTIONS sip:", "OPTIONS sip:bob@").replace("asdhds", "more");
            assertEquals(483, ask(peer, further.replace("314159", "314160")).status());
            String required = GOOD.replace("asdhds", "other").replace("To:", "Proxy-Require: foo, bar\r\nTo:");
            SipResponse response = ask(peer, required.replace("314159", "314161"));
            assertEquals(420, response.status());
            assertEquals("foo, bar", response.headers().get("Unsupported").orElse(""));
            assertNoViolations();
        }
    }

    @Test
    void register_is_held_to_its_own_rules() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest register = alice.register(300);
        assertEquals(
                400, alice.exchange(register.withUri("sip:alice@example.com")).status());
        assertEquals("Request-URI of REGISTER with a user", only(server.violations()));
        server.clearLog();
        SipRequest other = alice.register(300);
        assertEquals(400, alice.exchange(other.withUri("sip:example.org")).status());
        assertEquals("Request-URI of REGISTER is not the domain of its To", only(server.violations()));
        server.clearLog();
        SipRequest star = alice.register(300);
        SipRequest bad = star.withHeaders(star.headers().with("Contact", "*"));
        assertEquals(400, alice.exchange(bad).status());
        assertEquals("Contact * needs Expires 0 and no other Contact", only(server.violations()));
    }

    @Test
    void a_request_for_the_registrar_that_requires_something_is_refused() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest register = alice.register(300);
        SipResponse response =
                alice.exchange(register.withHeaders(register.headers().append("Require", "outbound")));
        assertEquals(420, response.status());
        assertEquals("outbound", response.headers().get("Unsupported").orElse(""));
    }

    @Test
    void a_second_try_must_have_a_higher_cseq() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest register = alice.register(300);
        alice.send(register);
        SipRequest again = alice.authorized(register, alice.response());
        alice.send(again.withHeaders(
                again.headers().with("CSeq", register.headers().get("CSeq").orElse(""))));
        assertEquals(200, alice.response().status());
        assertTrue(only(server.violations()).startsWith("CSeq does not increase"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "UPDATE", "INFO"})
    void what_belongs_in_a_dialog_is_refused_outside(String method) {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest request = alice.request(
                method,
                "sip:bob@example.com",
                "sip:bob@example.com",
                Phone.newCallId(),
                "",
                "Contact",
                "<" + alice.contact() + ">");
        assertEquals(481, alice.exchange(request).status());
        assertEquals(method + " outside a dialog", only(server.violations()));
    }

    @Test
    void an_invite_needs_a_contact_and_a_message_must_have_none() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest invite = alice.invite("sip:bob@example.com");
        assertEquals(
                400,
                alice.exchange(invite.withHeaders(invite.headers().without("Contact")))
                        .status());
        assertEquals("INVITE needs one Contact, and has 0", only(server.violations()));
        server.clearLog();
        SipRequest message = alice.request(
                "MESSAGE",
                "sip:bob@example.com",
                "sip:bob@example.com",
                Phone.newCallId(),
                "",
                "Contact",
                "<" + alice.contact() + ">");
        assertEquals(400, alice.exchange(message).status());
        assertEquals("MESSAGE with a Contact", only(server.violations()));
    }

    @Test
    void a_body_needs_a_type() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest message =
                alice.request("MESSAGE", "sip:bob@example.com", "sip:bob@example.com", Phone.newCallId(), "hello");
        assertEquals(400, alice.exchange(message).status());
        assertEquals("Body without Content-Type", only(server.violations()));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                ", qop=auth, nc=00000001, cnonce=\"c\" || qop is not one of those offered",
                "nc=00000001 | nc=1 | qop without cnonce and an nc of eight digits",
                "cnonce=\"c\" | x=y | qop without cnonce and an nc of eight digits",
                "uri=\"sip:example.com\" | uri=\"sip:other\" | Digest uri is not the Request-URI",
                "algorithm=SHA-256 | algorithm=SHA-1 | Algorithm was not offered",
                "username=\"alice\", || Credentials without username",
                "qop=auth | qop=auth, qop=auth | Malformed Authorization",
                "response=\" | response=\"\", response=\" | Malformed Authorization"
            })
    void credentials_are_held_to_the_rules(String what, String by, String violation) {
        Phone alice = phone("alice", "wonderland", "UDP").preferring("SHA-256");
        SipRequest register = alice.register(300);
        alice.send(register);
        SipRequest good = alice.authorized(register, alice.response());
        String credentials = good.headers().get("Authorization").orElseThrow();
        String bad = credentials.replace(what, by == null ? "" : by);
        assertFalse(bad.equals(credentials));
        alice.send(good.withHeaders(good.headers().with("Authorization", bad)));
        assertEquals(400, alice.response().status());
        assertEquals(violation, only(server.violations()));
        assertFalse(server.violations().get(0).text().contains(Phone.param(credentials, "nonce")));
    }

    @Test
    void a_user_must_be_who_she_says() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipRequest register = alice.register(300);
        SipRequest asBob = register.withHeaders(register.headers().with("To", "<sip:bob@example.com>"));
        assertEquals(403, alice.exchange(asBob).status());
        SipRequest invite = alice.invite("sip:bob@example.com");
        SipRequest inviteAsBob =
                invite.withHeaders(invite.headers().with("From", "<sip:bob@example.com>;tag=" + Phone.newTag()));
        assertEquals(403, alice.exchange(inviteAsBob).status());
    }

    @Test
    void a_dialog_that_goes_through_the_proxy_is_held_to_its_route_set_and_sequence() {
        Phone alice = alice("TCP");
        Phone bob = bob("TCP");
        SipRequest invite = alice.call("sip:bob@example.com");
        SipRequest received = bob.requestOf("INVITE");
        bob.send(bob.answer(received, 200, "b"));
        SipResponse ok = alice.response();
        SipRequest ack = alice.inDialog("ACK", invite, ok);
        alice.send(ack.withHeaders(ack.headers().with("CSeq", "7777 ACK")));
        bob.requestOf("ACK");
        assertEquals("CSeq of the ACK is not that of its INVITE", only(server.violations()));
        server.clearLog();
        SipRequest info = alice.inDialog("INFO", invite, ok);
        alice.send(info.withHeaders(info.headers().without("Route")));
        bob.send(bob.answer(bob.requestOf("INFO"), 200, "b"));
        assertEquals(200, alice.response().status());
        assertEquals("INFO without the route set", only(server.violations()));
        server.clearLog();
        SipRequest second = alice.inDialog("INFO", invite, ok);
        alice.send(second.withHeaders(second.headers().with("CSeq", info.cseq().toString())));
        bob.send(bob.answer(bob.requestOf("INFO"), 200, "b"));
        assertEquals(200, alice.response().status());
        assertTrue(only(server.violations()).startsWith("CSeq does not increase"));
    }

    @Test
    void a_strict_router_and_a_route_without_lr_are_put_on_record() {
        Phone alice = alice("UDP");
        Phone bob = bob("UDP");
        SipRequest message = message(alice);
        String server1 = "sip:127.0.0.1:" + server.udpPort();
        alice.send(authorized(alice, message.withUri(server1 + ";lr"), "<sip:bob@example.com>"));
        bob.send(bob.answer(bob.requestOf("MESSAGE"), 200, "b"));
        assertEquals(200, alice.response().status());
        assertEquals("Request-URI is a loose router of the route set", only(server.violations()));
        server.clearLog();
        alice.send(authorized(alice, message(alice), "<" + server1 + ">"));
        bob.send(bob.answer(bob.requestOf("MESSAGE"), 200, "b"));
        assertEquals(200, alice.response().status());
        assertEquals("Route to this loose router lacks lr", only(server.violations()));
    }

    private static SipRequest message(Phone alice) {
        return alice.request("MESSAGE", "sip:bob@example.com", "sip:bob@example.com", Phone.newCallId(), "");
    }

    private static SipRequest authorized(Phone alice, SipRequest request, String route) {
        SipRequest routed = request.withHeaders(request.headers().append("Route", route));
        alice.send(routed);
        return alice.authorized(routed, alice.response());
    }

    @Test
    void a_callee_that_answers_wrongly_is_put_on_record() {
        Phone alice = alice("UDP");
        Phone bob = bob("UDP");
        alice.call("sip:bob@example.com");
        SipRequest received = bob.requestOf("INVITE");
        SipResponse ringing = bob.answer(received, 180, "b");
        Headers untagged =
                ringing.headers().with("To", received.headers().get("To").orElse(""));
        bob.send(ringing.withHeaders(untagged));
        assertEquals(180, alice.response().status());
        assertEquals("Response without a To tag", only(server.violations()));
        server.clearLog();
        SipResponse ok = bob.answer(received, 200, "b");
        bob.send(ok.withHeaders(ok.headers().without("Contact").without("Record-Route")));
        assertEquals(200, alice.response().status());
        List<String> what =
                server.violations().stream().map(SipServer.Violation::what).toList();
        assertEquals(List.of("2xx to INVITE needs one Contact", "Record-Route is not copied from the request"), what);
    }

    @Test
    void a_cancel_that_differs_from_its_invite_is_put_on_record() {
        Phone alice = alice("UDP");
        Phone bob = bob("UDP");
        SipRequest invite = alice.call("sip:bob@example.com");
        bob.requestOf("INVITE");
        SipRequest cancel = alice.cancelOf(invite);
        alice.send(cancel.withHeaders(cancel.headers().with("Call-ID", "other")));
        assertEquals(200, alice.response().status());
        assertEquals("CANCEL differs from its INVITE", only(server.violations()));
    }

    @Test
    void a_request_that_comes_round_again_is_a_loop() {
        Phone alice = phone("alice", "wonderland", "UDP");
        // Somebody else's phone that sends everything back to the server.
        Phone mirror = bob("UDP");
        SipRequest options =
                alice.request("OPTIONS", "sip:bob@example.com", "sip:bob@example.com", Phone.newCallId(), "");
        alice.send(options);
        SipRequest there = mirror.requestOf("OPTIONS");
        Headers back = there.headers().prepend("Via", mirror.via());
        mirror.send(there.withUri("sip:bob@example.com").withHeaders(back));
        SipResponse loop = mirror.response();
        assertEquals(482, loop.status());
    }
}
