package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SipCallTest extends SipServerTestBase {

    @ParameterizedTest
    @CsvSource({"UDP,MD5", "TCP,MD5", "TLS,MD5", "UDP,SHA-256", "TCP,SHA-256", "TLS,SHA-256"})
    void alice_registers(String transport, String algorithm) {
        Phone alice = phone("alice", "wonderland", transport).preferring(algorithm);
        SipResponse response = alice.exchange(alice.register(300));
        assertEquals(200, response.status());
        SipServer.Registration registration = server.awaitRegistration("alice", SOON);
        assertEquals(alice.contact(), registration.contact());
        assertEquals(transport, registration.transport());
        assertTrue(registration.connected());
        assertNoViolations();
    }

    @ParameterizedTest
    @CsvSource({"UDP,UDP", "UDP,TCP", "UDP,TLS", "TCP,UDP", "TCP,TCP", "TCP,TLS", "TLS,UDP", "TLS,TCP", "TLS,TLS"})
    void a_call_is_made_and_ended_by_the_callee(String caller, String callee) {
        Phone alice = alice(caller);
        Phone bob = bob(callee);
        PhoneCall call = PhoneCall.between(alice, bob);
        assertEquals(bob.contact(), call.received().uri());
        assertFalse(call.received().headers().has("Proxy-Authorization"));
        bob.send(call.ringing().answered().fromCallee("BYE"));
        SipRequest bye = alice.requestOf("BYE");
        assertEquals(alice.contact(), bye.uri());
        assertFalse(bye.headers().has("Route"));
        alice.send(alice.answer(bye, 200, "x"));
        assertEquals(200, bob.response().status());
        assertNoViolations();
    }

    @Test
    void the_caller_ends_the_call() {
        Phone alice = alice("TCP");
        Phone bob = bob("UDP");
        alice.send(PhoneCall.between(alice, bob).answered().fromCaller("BYE"));
        SipRequest bye = bob.requestOf("BYE");
        bob.send(bob.answer(bye, 200, "b"));
        assertEquals(200, alice.response().status());
        assertNoViolations();
    }

    @Test
    void cancel_reaches_the_callee_and_487_comes_back() {
        Phone alice = alice("UDP");
        Phone bob = bob("TCP");
        PhoneCall call = PhoneCall.between(alice, bob).ringing();
        alice.send(alice.cancelOf(call.invite()));
        SipResponse okOfCancel = alice.response();
        assertEquals("CANCEL", okOfCancel.cseq().method());
        SipRequest cancel = bob.requestOf("CANCEL");
        bob.send(bob.answer(cancel, 200, "b"));
        bob.send(bob.answer(call.received(), 487, "b"));
        SipResponse terminated = alice.response();
        assertEquals(487, terminated.status());
        alice.send(Phone.ackOf(call.invite(), terminated));
        assertEquals("b", bob.requestOf("ACK").toTag());
        assertNoViolations();
    }

    @Test
    void the_first_answer_of_two_devices_cancels_the_other() {
        Phone alice = alice("UDP");
        Phone desk = bob("UDP");
        Phone mobile = bob("TLS");
        SipRequest invite = alice.call("sip:bob@example.com");
        SipRequest atDesk = desk.requestOf("INVITE");
        SipRequest atMobile = mobile.requestOf("INVITE");
        desk.send(desk.answer(atDesk, 180, "d"));
        mobile.send(mobile.answer(atMobile, 180, "m"));
        assertEquals(180, alice.response().status());
        assertEquals(180, alice.response().status());
        mobile.send(mobile.answer(atMobile, 200, "m"));
        SipResponse answered = alice.response();
        assertEquals(200, answered.status());
        assertEquals("m", answered.toTag());
        SipRequest cancel = desk.requestOf("CANCEL");
        assertEquals(
                Optional.of("SIP;cause=200;text=\"Call completed elsewhere\""),
                cancel.headers().get("Reason"));
        desk.send(desk.answer(cancel, 200, "d"));
        desk.send(desk.answer(atDesk, 487, "d"));
        desk.requestOf("ACK");
        alice.send(alice.inDialog("ACK", invite, answered));
        mobile.requestOf("ACK");
        assertNoViolations();
    }

    @Test
    void a_wrong_password_is_asked_for_again() {
        Phone alice = phone("alice", "wrong", "UDP");
        SipResponse response = alice.exchange(alice.register(300));
        assertEquals(401, response.status());
        assertFalse(response.headers().get("WWW-Authenticate").orElse("").contains("stale"));
        assertEquals(List.of(), server.registrations("alice"));
        assertNoViolations();
    }

    @Test
    void nobody_and_somebody_who_is_out_are_told_apart() {
        Phone alice = alice("UDP");
        SipResponse out = alice.exchange(alice.invite("sip:bob@example.com"));
        assertEquals(480, out.status());
        SipResponse nobody = alice.exchange(alice.invite("sip:nobody@example.com"));
        assertEquals(404, nobody.status());
    }

    @Test
    void a_message_is_relayed() {
        Phone alice = alice("TLS");
        Phone bob = bob("UDP");
        SipRequest message = alice.request(
                "MESSAGE",
                "sip:bob@example.com",
                "sip:bob@example.com",
                Phone.newCallId(),
                "hello",
                "Content-Type",
                "text/plain");
        alice.send(message);
        SipResponse challenge = alice.response();
        assertEquals(407, challenge.status());
        alice.send(alice.authorized(message, challenge));
        SipRequest received = bob.requestOf("MESSAGE");
        assertEquals("hello", received.bodyText());
        bob.send(bob.answer(received, 200, "b"));
        assertEquals(200, alice.response().status());
        assertNoViolations();
    }

    @Test
    void options_to_the_server_are_answered() {
        Phone alice = phone("alice", "wonderland", "UDP");
        SipResponse response =
                alice.exchange(alice.request("OPTIONS", "sip:example.com", "sip:example.com", Phone.newCallId(), ""));
        assertEquals(200, response.status());
        assertTrue(response.headers().members("Allow").contains("INVITE"));
        assertNoViolations();
    }

    @Test
    void a_stopped_server_comes_back_on_its_ports_and_has_forgotten_everybody() {
        Phone alice = alice("UDP");
        int port = server.udpPort();
        server.stop();
        alice.send(alice.register(300));
        assertTrue(alice.next(200).isEmpty());
        server.restart();
        assertEquals(port, server.udpPort());
        assertEquals(List.of(), server.registrations("alice"));
        assertEquals(200, alice.exchange(alice.register(300)).status());
    }

    @Test
    void a_busy_device_leaves_the_other_ringing_and_a_decline_ends_both() {
        Phone alice = alice("UDP");
        Phone desk = bob("UDP");
        Phone mobile = bob("TCP");
        SipRequest invite = alice.call("sip:bob@example.com");
        SipRequest atDesk = desk.requestOf("INVITE");
        SipRequest atMobile = mobile.requestOf("INVITE");
        mobile.send(mobile.answer(atMobile, 180, "m"));
        assertEquals(180, alice.response().status());
        desk.send(desk.answer(atDesk, 486, "d"));
        desk.requestOf("ACK");
        mobile.send(mobile.answer(atMobile, 603, "m"));
        SipResponse declined = alice.response();
        assertEquals(603, declined.status());
        alice.send(Phone.ackOf(invite, declined));
        assertNoViolations();
    }

    @Test
    void a_hold_and_its_answer_pass_within_the_dialog_both_ways() {
        Phone alice = alice("TLS");
        Phone bob = bob("UDP");
        PhoneCall.Answered call = PhoneCall.between(alice, bob).answered();
        SipRequest hold = call.fromCallee("INVITE");
        bob.send(hold.withHeaders(hold.headers().append("Contact", "<" + bob.contact() + ">")));
        SipRequest heldAt = alice.requestOf("INVITE");
        assertEquals(alice.contact(), heldAt.uri());
        alice.send(alice.answer(heldAt, 200, "x"));
        assertEquals(200, bob.response().status());
        SipRequest ack = call.fromCallee("ACK");
        bob.send(ack.withHeaders(ack.headers().with("CSeq", hold.cseq().number() + " ACK")));
        alice.requestOf("ACK");
        assertNoViolations();
    }
}
