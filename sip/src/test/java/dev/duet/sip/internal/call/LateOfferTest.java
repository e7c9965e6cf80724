package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** INVITE without an offer, from us (RFC 3261 13.2.1, RFC 3262 5, RFC 6337 2.1). */
class LateOfferTest {

    private static final String RELIABLE = "Require: 100rel\r\nRSeq: 1\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void theOfferInThe2xxIsAnsweredInTheAck() {
        String invite = call();
        assertEquals("0", VirtualAgent.header(invite, "Content-Length"));

        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        assertTrue(virtual.isSilent(), "the ACK waits for the answer");
        assertEquals(List.of("accepted", "offered1"), peer.leg.facts);
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        String ack = peer.next("ACK ");
        assertTrue(ack.contains("Content-Type: application/sdp\r\n") && ack.contains("o=- "), ack);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        peer.next("INVITE ");
    }

    @Test
    void a2xxThatComesAgainMeanwhileIsAcknowledgedOnce() {
        String invite = call();
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        assertTrue(virtual.isSilent());

        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        String ack = peer.next("ACK ");
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));

        String again = peer.next("ACK ");
        assertEquals(ack.substring(ack.indexOf("\r\n\r\n")), again.substring(again.indexOf("\r\n\r\n")));
        assertEquals(1, peer.leg.offers.size());
    }

    @Test
    void anOfferThatFitsNothingIsAnsweredAllTheSameAndThenTheCallEnds() {
        String invite = call();
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));

        peer.leg.leg.end(EndReason.of(Kind.INCOMPATIBLE, By.LOCAL));

        String ack = peer.next("ACK ");
        assertTrue(ack.contains("\r\nm=audio 0 "), ack);
        peer.next("BYE ");
        assertEquals(Kind.INCOMPATIBLE, peer.leg.ended.kind());
    }

    @Test
    void an2xxWithoutAnOfferEndsTheCall() {
        virtual.answer(call(), 200, "t1", VirtualPeer.CONTACT, "");

        peer.next("ACK ");
        peer.next("BYE ");
        assertEquals(Kind.INCOMPATIBLE, peer.leg.ended.kind());
    }

    @Test
    void anOfferThatIsNotUnderstoodEndsTheCall() {
        virtual.answer(call(), 200, "t1", VirtualPeer.CONTACT, "v=0\r\nnonsense\r\n");

        peer.next("ACK ");
        peer.next("BYE ");
        assertEquals(Kind.INCOMPATIBLE, peer.leg.ended.kind());
    }

    @Test
    void whoHangsUpBeforeTheAnswerIsGone() {
        String invite = call();
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));

        virtual.receive(peer.request("BYE", 1, "", ""));

        peer.next("SIP/2.0 200");
        assertEquals(Kind.HANGUP, peer.leg.ended.kind());
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        assertTrue(virtual.isSilent());
    }

    @Test
    void theOfferInAReliableResponseIsAnsweredInThePrack() {
        String invite = call();
        virtual.answer(invite, 183, "t1", VirtualPeer.CONTACT + RELIABLE, VirtualPeer.sdp(1000));
        assertEquals(List.of("offered1"), peer.leg.facts);
        assertTrue(virtual.isSilent());

        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        String prack = peer.next("PRACK ");
        assertEquals("1 1 INVITE", VirtualAgent.header(prack, "RAck"));
        assertTrue(prack.contains("o=- "), prack);
        virtual.answer(prack, 200, "");
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, "");
        assertFalse(peer.next("ACK ").contains("application/sdp"));
        assertEquals(List.of("offered1", "accepted"), peer.leg.facts);
        assertNull(peer.leg.ended);
    }

    @Test
    void aDescriptionThatNeedNotBeAcknowledgedIsNoOffer() {
        String invite = call();

        virtual.answer(invite, 183, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));

        assertTrue(virtual.isSilent());
        assertEquals(List.of(), peer.leg.facts);
    }

    @Test
    void anotherBranchThatAcceptsGetsAnAnswerAndGoes() {
        String invite = call();
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));

        virtual.answer(invite, 200, "t2", VirtualPeer.CONTACT, VirtualPeer.sdp(1002));

        String ack = peer.next("ACK ");
        assertTrue(VirtualAgent.header(ack, "To").endsWith("t2") && ack.contains("m=audio 0 "), ack);
        assertTrue(VirtualAgent.header(peer.next("BYE "), "To").endsWith("t2"));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        assertTrue(VirtualAgent.header(peer.next("ACK "), "To").endsWith("t1"));
        assertNull(peer.leg.ended);
    }

    @Test
    void whoIsSentOnCallsThereWithoutAnOfferToo() {
        virtual.answer(call(), 302, "Contact: <sip:carol@127.0.0.1:5060>\r\n");

        peer.next("ACK ");
        assertEquals("0", VirtualAgent.header(peer.next("INVITE sip:carol@127.0.0.1:5060 "), "Content-Length"));
    }

    @Test
    void whoGivesUpCancels() {
        virtual.answer(call(), 180, "t1", VirtualPeer.CONTACT, "");

        peer.hangUp();

        peer.next("CANCEL ");
    }

    private String call() {
        peer.leg.leg = peer.calls.dial(Address.sip("bob@example.com"), "Alice", peer.leg);
        peer.leg.leg.call();
        String invite = peer.next("INVITE ");
        peer.callId = VirtualAgent.header(invite, "Call-ID");
        peer.ourTag = VirtualAgent.header(invite, "From").replaceAll(".*;tag=", "");
        return invite;
    }
}
