package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.spi.CallLeg;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutgoingCallTest {

    private static final String ONE = "Contact: <sip:one@127.0.0.1:5060>\r\n";
    private static final String OTHER = "Contact: <sip:other@127.0.0.1:5060>\r\n";

    private final VirtualAgent virtual = new VirtualAgent(Transport.UDP);
    private final LegRecorder leg = new LegRecorder();
    private final Calls calls = new Calls(virtual.agent, new Recorder(), message -> {});
    private final CallLeg call = calls.dial(Address.sip("bob@example.com"), "Alice", leg);

    @Test
    void theFirstBranchThatAcceptsWinsAndTheOthersAreEnded() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", ONE, "");
        virtual.answer(invite, 180, "t2", OTHER, "");
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        String ack = virtual.next();
        assertTrue(ack.startsWith("ACK sip:one@127.0.0.1:5060"), ack);

        virtual.answer(invite, 200, "t2", OTHER, sdp(2000));

        assertTrue(virtual.next().startsWith("ACK sip:other@127.0.0.1:5060"));
        String bye = virtual.next();
        assertTrue(bye.startsWith("BYE sip:other@127.0.0.1:5060"), bye);
        assertTrue(bye.contains(";tag=t2"), bye);
        assertEquals(List.of("ringing", "answered1", "accepted"), leg.facts);
        assertEquals(1000, leg.answers.get(0).media().get(0).rtp().port());
    }

    @Test
    void whoRingsAfterTheCallWasGivenUpIsCancelled() {
        VirtualAgent virtual = new VirtualAgent(Transport.UDP, half -> half.timeout(Duration.ofSeconds(10)));
        LegRecorder leg = new LegRecorder();
        Calls calls = new Calls(virtual.agent, new Recorder(), message -> {});
        calls.dial(Address.sip("bob@example.com"), "Alice", leg).offer(VirtualPeer.NO_MEDIA);
        String invite = virtual.next();
        virtual.loop.advance(Duration.ofSeconds(11));
        assertEquals(Kind.UNREACHABLE, leg.ended.kind());
        virtual.skip();

        virtual.answer(invite, 180, "t1", ONE, "");

        String cancel = virtual.next();
        assertTrue(cancel.startsWith("CANCEL "), cancel);
        virtual.answer(invite, 183, "t1", ONE, "");
        assertTrue(virtual.isSilent());
        virtual.answer(cancel, 200, "t1", "", "");
        virtual.loop.advance(Duration.ofMinutes(2)); // nor does it matter that no final response comes
        assertEquals(0, virtual.loop.timers());
    }

    @Test
    void anAcceptanceThatComesAgainIsAcknowledgedAgain() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        String ack = virtual.next();

        virtual.answer(invite, 200, "t1", ONE, sdp(1000));

        assertEquals(ack, virtual.next());
        virtual.loop.advance(Duration.ofSeconds(20));
        virtual.skip();
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        assertEquals(ack, virtual.next());
        assertEquals(List.of("answered1", "accepted"), leg.facts);
    }

    @Test
    void earlyMediaIsAnAnswerBeforeTheAcceptance() {
        String invite = invite();
        virtual.answer(invite, 183, "t1", ONE, sdp(1000));
        virtual.answer(invite, 180, "t1", ONE, "");
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));

        assertEquals(List.of("answered1", "ringing", "accepted"), leg.facts);
    }

    @Test
    void anotherBranchMayAnswerDifferentlyThanTheEarlyOne() {
        String invite = invite();
        virtual.answer(invite, 183, "t1", ONE, sdp(1000));
        virtual.answer(invite, 200, "t2", OTHER, sdp(2000));

        assertEquals(List.of("answered1", "answered2", "accepted"), leg.facts);
        assertEquals(2000, leg.answers.get(1).media().get(0).rtp().port());
    }

    @Test
    void anAcceptanceWithoutAnswerEndsTheCall() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE, "");

        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.next().startsWith("BYE "));
        assertEquals(EndReason.of(Kind.INCOMPATIBLE, By.LOCAL), leg.ended);
    }

    @Test
    void anAcceptanceWithAMalformedAnswerEndsTheCall() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE, "v=0\r\nx");

        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.next().startsWith("BYE "));
        assertEquals(Kind.INCOMPATIBLE, leg.ended.kind());
    }

    private String info(String invite, int sequence, String headers, String body) {
        return "INFO sip:alice@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKinfo" + sequence + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=t1\r\n"
                + "To: " + VirtualAgent.header(invite, "From") + "\r\n"
                + "Call-ID: " + VirtualAgent.header(invite, "Call-ID") + "\r\n"
                + "CSeq: " + sequence + " INFO\r\n" + ONE + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void candidatesThatFollowTheAnswerAreTaken() {
        String invite = invite();
        assertTrue(VirtualAgent.header(invite, "Supported").contains("trickle-ice"), invite);
        assertEquals("trickle-ice", VirtualAgent.header(invite, "Recv-Info"));
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        virtual.skip();
        String type = "Info-Package: trickle-ice\r\nContent-Type: application/trickle-ice-sdpfrag\r\n";
        String body = "a=ice-ufrag:8hhY\r\na=ice-pwd:asd88fgpdd777uzjYhagZg\r\nm=audio 9 RTP/AVP 0\r\na=mid:1\r\n"
                + "a=candidate:1 1 UDP 1694498815 192.0.2.3 5000 typ srflx raddr 10.0.1.1 rport 9999\r\n"
                + "a=end-of-candidates\r\n";

        virtual.receive(info(invite, 1, type, body));

        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(List.of("answered1", "accepted", "candidate", "endOfCandidates"), leg.facts);
        virtual.receive(info(invite, 2, type, "a=ice-ufrag:8hhY\r\nm=audio\r\na=candidate:nonsense\r\n"));
        assertTrue(virtual.next().startsWith("SIP/2.0 400"));
        virtual.receive(info(invite, 3, "Info-Package: other\r\nContent-Type: text/plain\r\n", "x"));
        assertTrue(virtual.next().startsWith("SIP/2.0 469"));
        virtual.receive(info(invite, 4, "Content-Type: text/plain\r\n", "x"));
        assertTrue(virtual.next().startsWith("SIP/2.0 415"));
        virtual.receive(info(invite, 5, "", ""));
        assertTrue(virtual.next().startsWith("SIP/2.0 200"));
        assertEquals(4, leg.facts.size());
    }

    @Test
    void aCancelWaitsForTheFirstWordOfTheOtherSide() {
        String invite = invite();
        call.end(EndReason.of(Kind.CANCELLED, By.LOCAL));
        assertEquals(Kind.CANCELLED, leg.ended.kind());
        assertTrue(virtual.isSilent());

        virtual.answer(invite, 100, "", "", "");

        String cancel = virtual.next();
        assertTrue(cancel.startsWith("CANCEL sip:bob@example.com"), cancel);
        assertEquals(VirtualAgent.header(invite, "Via"), VirtualAgent.header(cancel, "Via"));
        virtual.answer(cancel, 200, "");
        virtual.answer(invite, 487, "t1", "", "");
        assertTrue(virtual.next().startsWith("ACK "));
        assertEquals(List.of("ended"), leg.facts);
    }

    @Test
    void anAcceptanceThatCrossesTheCancelIsEnded() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", ONE, "");
        call.end(EndReason.of(Kind.CANCELLED, By.LOCAL));
        assertTrue(virtual.next().startsWith("CANCEL "));

        virtual.answer(invite, 200, "t1", ONE, sdp(1000));

        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.next().startsWith("BYE "));
        assertEquals(List.of("ringing", "ended"), leg.facts);
    }

    @Test
    void aCancelThatIsNeverAnsweredIsOverInTheEnd() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", ONE, "");
        call.end(EndReason.of(Kind.CANCELLED, By.LOCAL));
        virtual.answer(virtual.next(), 200, "");
        virtual.loop.advance(Duration.ofMinutes(2));

        assertEquals(0, virtual.loop.timers());
        assertEquals(List.of("ringing", "ended"), leg.facts);
    }

    @Test
    void aRefusalTellsItsWarningOrItsReason() {
        String invite = invite();
        virtual.answer(invite, 488, "t1", "Warning: 370 host \"Insufficient bandwidth\"\r\n", "");

        assertEquals(Kind.INCOMPATIBLE, leg.ended.kind());
        assertEquals("Insufficient bandwidth", leg.ended.text());
        assertEquals("488 Words", leg.ended.wire().toString());
    }

    @Test
    void aRefusalOfTheTelephoneNetworkTellsItsCause() {
        virtual.answer(invite(), 480, "t1", "Reason: Q.850;cause=31;text=\"Normal, unspecified\"\r\n", "");

        assertEquals("Normal, unspecified", leg.ended.text());
    }

    @Test
    void aCallThatGoesRoundInCirclesFails() {
        virtual.answer(invite(), 483, "t1", "", "");

        assertEquals(Kind.FAILED, leg.ended.kind());
        assertEquals(483, leg.ended.wire().status());
    }

    @Test
    void aChallengeIsAnsweredWithTheNextNumber() {
        String invite = invite();
        virtual.answer(
                invite, 407, "Proxy-Authenticate: Digest realm=\"example.com\", nonce=\"n\", algorithm=SHA-256\r\n");
        assertTrue(virtual.next().startsWith("ACK "));

        String second = virtual.next();

        assertTrue(second.startsWith("INVITE "), second);
        assertTrue(second.contains("Proxy-Authorization: Digest"), second);
        assertEquals("2 INVITE", VirtualAgent.header(second, "CSeq"));
        assertEquals(VirtualAgent.header(invite, "Call-ID"), VirtualAgent.header(second, "Call-ID"));
        assertFalse(VirtualAgent.header(invite, "Via").equals(VirtualAgent.header(second, "Via")));
        virtual.answer(second, 200, "t1", ONE, sdp(1000));
        String ack = virtual.next();
        assertEquals("2 ACK", VirtualAgent.header(ack, "CSeq"));
        assertEquals(List.of("answered1", "accepted"), leg.facts);
    }

    @Test
    void theRouteOfTheAnswerIsFollowedBackwards() {
        String invite = invite();
        String routes = "Record-Route: <sip:127.0.0.1:5062;lr>, <sip:127.0.0.1:5061;lr>\r\n";
        virtual.answer(invite, 200, "t1", ONE + routes, sdp(1000));
        virtual.skip();

        call.end(EndReason.of(Kind.HANGUP, By.LOCAL));

        String bye = virtual.next();
        assertTrue(bye.startsWith("BYE sip:one@127.0.0.1:5060 SIP/2.0"), bye);
        int first = bye.indexOf("127.0.0.1:5061;lr");
        int second = bye.indexOf("127.0.0.1:5062;lr");
        assertTrue(first > 0 && second > first, bye);
    }

    @Test
    void aStrictRouterGetsTheRequestInItsOwnName() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE + "Record-Route: <sip:127.0.0.1:5061>\r\n", sdp(1000));
        virtual.skip();

        call.end(EndReason.of(Kind.HANGUP, By.LOCAL));

        String bye = virtual.next();
        assertTrue(bye.startsWith("BYE sip:127.0.0.1:5061 SIP/2.0"), bye);
        assertTrue(bye.contains("Route: <sip:one@127.0.0.1:5060>"), bye);
    }

    @Test
    void silenceIsUnreachable() {
        invite();
        virtual.loop.advance(Duration.ofSeconds(33));

        assertEquals(Kind.UNREACHABLE, leg.ended.kind());
    }

    @Test
    void ringingMayLastAsLongAsItWants() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", ONE, "");
        virtual.loop.advance(Duration.ofMinutes(5));

        assertNull(leg.ended);
    }

    @Test
    void anOfferWaitsForAWayToTheServer() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        virtual.skip();
        Flow flow = virtual.agent.flow();
        call.offer(new SessionDescription(List.of(), List.of(), false));
        assertTrue(virtual.next().startsWith("INVITE "));

        virtual.agent.binding().flow(null);
        virtual.agent.binding().lost(flow, StatusFailures.offline());
        assertTrue(virtual.isSilent());
        virtual.agent.binding().flow(flow);
        calls.online();

        String again = virtual.next();
        assertTrue(again.startsWith("INVITE sip:one@127.0.0.1:5060"), again);
        assertEquals("3 INVITE", VirtualAgent.header(again, "CSeq"));
        virtual.answer(again, 200, "t1", ONE, sdp(2000));
        assertEquals(List.of("answered1", "accepted", "answered2"), leg.facts);
        calls.online();
        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.isSilent());
    }

    @Test
    void anOfferDoesNotWaitForAWayForEver() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        virtual.skip();
        virtual.agent.binding().flow(null);
        call.offer(new SessionDescription(List.of(), List.of(), false));
        virtual.loop.advance(Duration.ofSeconds(29));
        assertEquals(List.of("answered1", "accepted"), leg.facts);
        virtual.loop.advance(Duration.ofSeconds(2));
        assertEquals(List.of("answered1", "accepted", "offerRefused"), leg.facts);
    }

    @Test
    void nothingIsLeftOfACallThatIsOver() {
        VirtualPeer peer = new VirtualPeer();
        peer.talk("");
        peer.hangUp();
        peer.virtual.answer(peer.next("BYE "), 200, "");
        AtomicInteger outside = new AtomicInteger();
        peer.virtual.outside = request -> outside.incrementAndGet();
        peer.virtual.receive(peer.request("OPTIONS", 1, "", ""));
        assertEquals(0, outside.get(), "it is known for a while");

        peer.pass(Duration.ofSeconds(40));
        peer.virtual.receive(peer.request("OPTIONS", 2, "", ""));

        assertEquals(1, outside.get());
    }

    @Test
    void nothingIsLeftWaitingAfterACall() {
        String invite = invite();
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        virtual.skip();
        call.end(EndReason.of(Kind.HANGUP, By.LOCAL));
        virtual.answer(virtual.next(), 200, "");

        virtual.loop.advance(Duration.ofMinutes(2));

        assertEquals(0, virtual.loop.timers());
    }

    private String invite() {
        call.offer(new SessionDescription(List.of(), List.of(), false));
        String invite = virtual.next();
        assertTrue(invite.startsWith("INVITE sip:bob@example.com SIP/2.0"), invite);
        assertTrue(invite.contains("From: \"Alice\" <sip:alice@example.com>;tag="), invite);
        return invite;
    }

    private static String sdp(int port) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 0\r\n";
    }
}
