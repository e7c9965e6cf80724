package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingCallTest {

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void itIsSentOnInTheWordsThatTheUserChose() {
        peer.invite("", VirtualPeer.sdp(1000));

        EndReason moved =
                new EndReason(EndReason.Kind.FORWARDED, EndReason.By.LOCAL, "", WireDetail.sip(301, "Gone there"));
        peer.leg.leg.forward(List.of(Address.sip("carol@example.com")), moved);

        String response = peer.next("SIP/2.0 301");
        assertTrue(response.startsWith("SIP/2.0 301 Gone there\r\n"), response);
        assertTrue(VirtualAgent.header(response, "Contact").startsWith("<sip:carol@example.com>"), response);
    }

    @Test
    void itIsTurnedAwayInTheWordsThatTheUserChose() {
        peer.invite("", VirtualPeer.sdp(1000));

        WireDetail words = WireDetail.sip(606, "Not\r\nhere");
        peer.leg.leg.end(new EndReason(EndReason.Kind.DECLINED, EndReason.By.LOCAL, "", words));

        assertTrue(peer.next("SIP/2.0 606").startsWith("SIP/2.0 606 Not  here\r\n"));
    }

    @Test
    void aCancelThatCrossesTheAcceptanceChangesNothing() {
        String invite = peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        peer.next("SIP/2.0 200");

        virtual.receive(VirtualPeer.cancel(invite));

        assertEquals("1 CANCEL", VirtualAgent.header(peer.next("SIP/2.0 200"), "CSeq"));
        virtual.receive(peer.request("ACK", 1, "", ""));
        peer.pass(Duration.ofSeconds(40));
        assertNull(peer.leg.ended);
    }

    @Test
    void aCancelBeforeTheCallRingsEndsIt() {
        String invite = peer.invite("", VirtualPeer.sdp(1000));

        virtual.receive(VirtualPeer.cancel(invite)
                .replace("Content-Length", "Reason: Q.850;cause=16;text=\"Normal call clearing\"\r\nContent-Length"));

        peer.next("SIP/2.0 200");
        peer.next("SIP/2.0 487");
        assertEquals(Kind.CANCELLED, peer.leg.ended.kind());
        assertEquals("Normal call clearing", peer.leg.ended.text());
    }

    @Test
    void anAcceptanceThatIsNotAcknowledgedEndsTheCall() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();

        peer.pass(Duration.ofSeconds(32));

        assertEquals(Kind.FAILED, peer.leg.ended.kind());
        assertEquals(By.NETWORK, peer.leg.ended.by());
        assertTrue(virtual.wire.sent.stream().anyMatch(message -> message.startsWith("BYE ")));
    }

    @Test
    void whoIsAtTheEndOfTheWayTakesACallWithNoHopLeft() {
        virtual.receive(peer.request("INVITE", 1, VirtualPeer.CONTACT, VirtualPeer.sdp(1000))
                .replace("Max-Forwards: 70", "Max-Forwards: 0"));

        assertEquals(1, peer.account.incoming.size()); // 483 is for those who send on (RFC 3261 16.3)
    }

    @Test
    void theSameCallOverAnotherWayIsALoop() {
        peer.invite("", VirtualPeer.sdp(1000));

        peer.invite("", VirtualPeer.sdp(1000));

        peer.next("SIP/2.0 482");
        assertEquals(1, peer.account.incoming.size());
    }

    @ParameterizedTest
    @CsvSource({"false, 16", "true, 2048"})
    void aFloodOfCallsThatRingIsBoundedAndCallsThatWereTakenAreNot(boolean byServer, int most) {
        peer.byServer = byServer;
        virtual.agent.send(virtual.agent.probe("OPTIONS", "sip:example.com", "").build(), new OutgoingCall.Ignored());
        for (int i = 0; i < 2 * most; i++) {
            peer.callId = "call" + i;
            peer.invite("", VirtualPeer.sdp(1000));
            if (i < most) {
                peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
                peer.leg.leg.accept();
            }
        }
        assertEquals(2 * most, peer.account.incoming.size());
        int sent = virtual.wire.sent.size();

        peer.callId = "one too many";
        peer.invite("", VirtualPeer.sdp(1000));

        assertEquals(2 * most, peer.account.incoming.size());
        assertTrue(virtual.wire.sent.get(sent).startsWith("SIP/2.0 486"));
        peer.leg.leg.end(EndReason.of(Kind.DECLINED, By.LOCAL));
        peer.callId = "one that fits";
        peer.invite("", VirtualPeer.sdp(1000));
        assertEquals(2 * most + 1, peer.account.incoming.size());
    }

    @ParameterizedTest
    @CsvSource({
        "Contact: <sip:one@127.0.0.1:5060>, Contact: <;a:one@127.0.0.1:5060>",
        "Contact: <sip:one@127.0.0.1:5060>, Contact: <-1:one@127.0.0.1>",
        "To: <sip:alice@example.com>, To: <1:alice@example.com>",
        "'Via: SIP/2.0/UDP 127.0.0.1:5060;', Via: SIP/2.0/UDP 127.0.0.1:506425;"
    })
    void whatCannotBeAnsweredOrCalledBackIsNoCall(String good, String bad) {
        virtual.receive(peer.request("INVITE", 1, VirtualPeer.CONTACT, VirtualPeer.sdp(1000))
                .replace(good, bad));

        peer.next("SIP/2.0 400");
        assertEquals(0, peer.account.incoming.size());
    }

    @Test
    void aTargetThatCannotBeWrittenIsNotFollowed() {
        peer.answered("");

        virtual.receive(peer.request("INVITE", 2, "Contact: <;a:one@127.0.0.1>\r\n", VirtualPeer.sdp(1002)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.next("SIP/2.0 200");
        virtual.receive(peer.request("ACK", 2, "", ""));
        peer.hangUp();

        assertTrue(peer.next("BYE ").startsWith("BYE sip:one@127.0.0.1:5060 "));
    }

    @Test
    void nothingOfACallThatIsOverIsKept() {
        for (int i = 0; i < 3; i++) {
            peer.callId = "call" + i;
            peer.ourTag = "";
            peer.answered("");
            peer.ask("BYE", 2, "", "");
        }
        assertTrue(peer.ask("OPTIONS", 3, "", "").startsWith("SIP/2.0 481"));
        peer.pass(Duration.ofSeconds(41));
        assertEquals(0, virtual.loop.timers());
    }

    @Test
    void aReInviteBeforeTheAnswerIsTooEarly() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.next("SIP/2.0 180");

        assertTrue(peer.ask("INVITE", 2, "", VirtualPeer.sdp(1002)).startsWith("SIP/2.0 500"));
    }

    @Test
    void whatCannotBeTakenIsRefusedWithAWarning() {
        peer.invite("", VirtualPeer.sdp(1000));

        peer.leg.leg.end(EndReason.of(Kind.INCOMPATIBLE, By.LOCAL));

        assertTrue(VirtualAgent.header(peer.next("SIP/2.0 488"), "Warning").startsWith("305 "));
    }

    @Test
    void whoIsSentOnLearnsWhereAndInWhichOrder() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.next("SIP/2.0 180");

        peer.leg.leg.forward(
                List.of(Address.sip("carol@example.com"), Address.tel("+15551234"), Address.xmpp("carol@example.com")),
                EndReason.of(Kind.FORWARDED, By.LOCAL));

        String moved = peer.next("SIP/2.0 302");
        assertEquals(
                List.of("<sip:carol@example.com>;q=1", "<tel:+15551234>;q=0.9", "<xmpp:carol@example.com>;q=0.8"),
                moved.lines()
                        .filter(line -> line.startsWith("Contact:"))
                        .flatMap(line -> Stream.of(line.substring(8).split(",")))
                        .map(contact -> contact.strip().replace("1.0", "1"))
                        .toList());
        assertEquals(Kind.FORWARDED, peer.leg.ended.kind());
        assertEquals(By.LOCAL, peer.leg.ended.by());
    }
}
