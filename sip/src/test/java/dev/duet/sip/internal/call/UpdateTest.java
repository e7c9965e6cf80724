package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.MediaDirection;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers by UPDATE (RFC 3311), as the one who calls and as the one who is called. */
class UpdateTest {

    private static final String RELIABLE = "Require: 100rel\r\nRSeq: 1\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void anOfferWithinACallGoesByUpdateWhereItIsTakenAndWished() {
        peer.talk(VirtualPeer.ALLOW);

        peer.leg.leg.update(VirtualPeer.NO_MEDIA);
        String update = peer.next("UPDATE ");
        assertTrue(update.contains("o=- "), update);
        virtual.answer(update, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1002));
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);

        assertEquals(2, peer.leg.answers.size());
        peer.next("INVITE ");
    }

    @Test
    void whoDoesNotSayThatItTakesUpdateGetsNone() {
        peer.talk("");

        peer.leg.leg.update(VirtualPeer.NO_MEDIA);

        assertTrue(virtual.isSilent());
        assertEquals(Failure.Kind.UNSUPPORTED, peer.leg.refusals.get(0).kind());
    }

    @Test
    void whoIsCalledMayChangeTheSessionBeforeItIsAccepted() {
        String invite = answeredEarly(VirtualPeer.ALLOW);

        virtual.receive(update(1, VirtualPeer.sdp(1002)));
        assertEquals(List.of("answered1", "offered1"), peer.leg.facts);
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        String ok = peer.next("SIP/2.0 200");
        assertEquals("1 UPDATE", VirtualAgent.header(ok, "CSeq"));
        assertTrue(ok.contains("Contact: ") && ok.contains("o=- "), ok);
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, "");
        peer.next("ACK ");
        assertEquals(List.of("answered1", "offered1", "accepted"), peer.leg.facts);
    }

    @Test
    void anUpdateBeforeTheAnswerMeetsOurOffer() {
        String invite = peer.dial();
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT, "");

        assertTrue(peer.ask("UPDATE", 1, "", VirtualPeer.sdp(1002)).startsWith("SIP/2.0 491"));
        assertEquals(List.of("ringing"), peer.leg.facts);
    }

    @Test
    void anUpdateWithoutOfferOnlyRefreshes() {
        String invite = peer.dial();
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT, "");

        String ok = peer.ask("UPDATE", 1, "", "");

        assertTrue(ok.startsWith("SIP/2.0 200") && ok.contains("Contact: "), ok);
        assertTrue(VirtualAgent.header(ok, "Allow").contains("UPDATE"), ok);
    }

    @Test
    void oneOfABranchThatIsNotKnownIsForNoDialog() {
        answeredEarly(VirtualPeer.ALLOW);
        peer.theirTag = "t2";

        assertTrue(peer.ask("UPDATE", 1, "", "").startsWith("SIP/2.0 481"));
    }

    @Test
    void oneThatIsOlderThanTheLastIsOutOfOrder() {
        answeredEarly(VirtualPeer.ALLOW);
        assertTrue(peer.ask("UPDATE", 5, "", "").startsWith("SIP/2.0 200"));

        assertTrue(peer.ask("UPDATE", 4, "", "").startsWith("SIP/2.0 500"));
    }

    @Test
    void aSecondUpdateWaitsForTheAnswerToTheFirst() {
        answeredEarly(VirtualPeer.ALLOW);
        virtual.receive(update(1, VirtualPeer.sdp(1002)));

        String later = peer.ask("UPDATE", 2, "", VirtualPeer.sdp(1004));

        assertTrue(later.startsWith("SIP/2.0 500"), later);
        assertTrue(Integer.parseInt(VirtualAgent.header(later, "Retry-After")) <= 10, later);
        assertEquals(1, peer.leg.offers.size());
    }

    @Test
    void weChangeTheSessionBeforeItIsAcceptedWhereTheOtherSideTakesThat() {
        String invite = answeredEarly(VirtualPeer.ALLOW);

        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);

        String update = peer.next("UPDATE sip:one@127.0.0.1:5060 SIP/2.0");
        assertTrue(update.contains("Contact: ") && update.contains("o=- "), update);
        assertEquals("3 UPDATE", VirtualAgent.header(update, "CSeq")); // after INVITE and PRACK
        virtual.answer(update, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1002));
        assertEquals(List.of("answered1", "answered2"), peer.leg.facts);
        assertTrue(virtual.isSilent()); // no ACK
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, "");
        peer.next("ACK ");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        peer.next("INVITE "); // once it is accepted, as ever
    }

    @Test
    void whoDoesNotSayThatItTakesUpdatesGetsNone() {
        answeredEarly("");

        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);

        assertTrue(virtual.isSilent());
        assertEquals(Failure.Retry.LATER, peer.leg.refusals.get(0).retry());
    }

    @Test
    void anUpdateOfOursThatMeetsOneOfTheirsIsTriedAgain() {
        answeredEarly(VirtualPeer.ALLOW);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String update = peer.next("UPDATE ");

        assertTrue(peer.ask("UPDATE", 1, "", VirtualPeer.sdp(1002)).startsWith("SIP/2.0 491"));
        virtual.answer(update, 491, "");
        peer.pass(Duration.ofMillis(2_090));
        assertTrue(virtual.isSilent()); // the owner of the Call-ID waits 2.1 to 4 s
        peer.pass(Duration.ofMillis(1_910));

        peer.next("UPDATE ");
        assertEquals(List.of("answered1"), peer.leg.facts);
    }

    @Test
    void aBadMomentIsWaitedForAsLongAsTheOtherSideSays() {
        answeredEarly(VirtualPeer.ALLOW);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        virtual.answer(peer.next("UPDATE "), 500, "Retry-After: 7\r\n");

        peer.pass(Duration.ofMillis(6_900));
        assertTrue(virtual.isSilent());
        peer.pass(Duration.ofMillis(100));

        virtual.answer(peer.next("UPDATE "), 500, "");
        assertEquals(500, peer.leg.refusals.get(0).wire().status());
    }

    @Test
    void whoAlwaysSaysThatTheMomentIsBadIsNotAskedForEver() {
        peer.talk(VirtualPeer.ALLOW);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        int asked = 0;
        while (peer.leg.refusals.isEmpty()) {
            String invite = peer.next("INVITE ");
            virtual.skip(); // the ones that were sent again
            virtual.answer(invite, 491, "");
            peer.next("ACK ");
            peer.pass(Duration.ofSeconds(4));
            asked++;
        }
        assertEquals(8, asked);
        assertEquals(491, peer.leg.refusals.get(0).wire().status());
    }

    @Test
    void aBranchThatKnowsNoSuchDialogDoesNotEndTheCall() {
        answeredEarly(VirtualPeer.ALLOW);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);

        virtual.answer(peer.next("UPDATE "), 481, "");

        assertEquals(List.of("answered1", "offerRefused"), peer.leg.facts);
    }

    @Test
    void anOfferThatIsOpenAtTheEndIsAnswered() {
        answeredEarly(VirtualPeer.ALLOW);
        virtual.receive(update(1, VirtualPeer.sdp(1002)));

        peer.leg.leg.end(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.LOCAL));

        peer.next("CANCEL ");
        assertEquals("1 UPDATE", VirtualAgent.header(peer.next("SIP/2.0 487"), "CSeq"));
    }

    @Test
    void whoCalledGetsNoUpdateThroughBeforeItsOfferIsAnswered() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.next("SIP/2.0 180");

        String later = peer.ask("UPDATE", 2, "", VirtualPeer.sdp(1002));

        assertTrue(later.startsWith("SIP/2.0 500") && later.contains("Retry-After: "), later);
    }

    @Test
    void holdByUpdateIsAnswered() {
        peer.answered("");

        virtual.receive(update(2, VirtualPeer.sdp(1000) + "a=sendonly\r\n"));
        assertEquals(
                MediaDirection.SENDONLY, peer.leg.offers.get(1).media().get(0).direction());
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        assertEquals("2 UPDATE", VirtualAgent.header(peer.next("SIP/2.0 200"), "CSeq"));
    }

    @Test
    void anIceRestartByUpdateIsAnswered() {
        peer.answered("");

        virtual.receive(
                update(2, VirtualPeer.sdp(1000) + "a=ice-ufrag:9uB6\r\na=ice-pwd:YH75Fviy6338Vbrhrlp8Yh12\r\n"));
        assertEquals("9uB6", peer.leg.offers.get(1).media().get(0).ice().usernameFragment());
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        peer.next("SIP/2.0 200");
    }

    @Test
    void anUpdateThatCannotBeTakenIsRefusedAndTheSessionStays() {
        peer.answered("");
        virtual.receive(update(2, VirtualPeer.sdp(1002)));

        peer.leg.leg.refuseOffer(false);

        peer.next("SIP/2.0 488");
        assertTrue(peer.ask("UPDATE", 3, "", "v=0\r\nnonsense").startsWith("SIP/2.0 400"));
        assertTrue(peer.leg.ended == null);
    }

    @Test
    void anOfferOfOursWaitsForTheAcknowledgementOfTheirInvite() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        peer.next("SIP/2.0 200");

        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        assertTrue(virtual.isSilent()); // RFC 3261 14.1
        virtual.receive(peer.request("ACK", 1, "", ""));

        peer.next("INVITE ");
    }

    /** The call has an answer, and is not accepted. */
    private String answeredEarly(String headers) {
        String invite = peer.dial();
        virtual.answer(invite, 183, "t1", VirtualPeer.CONTACT + RELIABLE + headers, VirtualPeer.sdp(1000));
        virtual.answer(peer.next("PRACK "), 200, "");
        return invite;
    }

    private String update(int sequence, String body) {
        return peer.request("UPDATE", sequence, VirtualPeer.CONTACT, body);
    }
}
