package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.MediaDirection;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INVITE within a call (RFC 3261 14), as the one who sends and as the one who gets it. */
class ReInviteTest {

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @ParameterizedTest
    @CsvSource({
        "'a=sendonly\r\n', 127.0.0.1, SENDONLY",
        "'a=inactive\r\n', 127.0.0.1, INACTIVE",
        "'', 0.0.0.0, SENDONLY",
        "'a=sendonly\r\n', 0.0.0.0, SENDONLY",
        "'a=sendrecv\r\n', 127.0.0.1, SENDRECV"
    })
    void holdIsUnderstoodInEveryForm(String line, String address, MediaDirection direction) {
        peer.answered("");

        virtual.receive(reInvite(2, VirtualPeer.sdp(1000).replace("c=IN IP4 127.0.0.1", "c=IN IP4 " + address) + line));

        assertEquals(direction, peer.leg.offers.get(1).media().get(0).direction());
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        assertTrue(VirtualAgent.header(peer.next("SIP/2.0 200"), "CSeq").startsWith("2 "));
    }

    @Test
    void aReInviteThatIsRungForAndNeverAnsweredIsCancelled() {
        peer.answered("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String invite = peer.next("INVITE ");
        virtual.answer(invite, 180, peer.theirTag, VirtualPeer.CONTACT, "");
        peer.pass(Duration.ofSeconds(119)); // before anybody asks whether the call is still there
        assertTrue(virtual.isSilent());
        virtual.answer(invite, 183, peer.theirTag, VirtualPeer.CONTACT, "");
        virtual.skip();

        peer.pass(Duration.ofMinutes(3));

        assertTrue(virtual.wire.sent.stream().anyMatch(each -> each.startsWith("CANCEL ")));
    }

    @Test
    void whoOffersNothingGetsOurOfferAndAnswersInTheAck() {
        peer.answered("");

        virtual.receive(reInvite(2, ""));
        assertEquals(List.of("offered1", "wantsOffer"), peer.leg.facts);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        assertTrue(peer.next("SIP/2.0 200").contains("o=- "));
        virtual.receive(peer.request("ACK", 2, "", VirtualPeer.sdp(1002)));

        assertEquals(1002, peer.leg.answers.get(0).media().get(0).rtp().port());
    }

    @Test
    void anOfferOfOursThatTheAckDoesNotAnswerChangesNothing() {
        peer.answered("");
        virtual.receive(reInvite(2, ""));
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        peer.next("SIP/2.0 200");

        virtual.receive(peer.request("ACK", 2, "", ""));

        assertEquals(List.of("offered1", "wantsOffer", "offerRefused"), peer.leg.facts);
        assertNull(peer.leg.ended);
    }

    @Test
    void anAcceptanceThatIsNotAcknowledgedEndsTheCall() {
        peer.answered("");
        virtual.receive(reInvite(2, VirtualPeer.sdp(1002)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        peer.pass(Duration.ofSeconds(32));

        assertEquals(Kind.UNREACHABLE, peer.leg.ended.kind()); // RFC 3261 14.2
        assertTrue(virtual.wire.sent.stream().anyMatch(message -> message.startsWith("BYE ")));
    }

    @Test
    void theOwnerOfTheCallWaitsLongerAfterGlare() {
        peer.talk("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String ours = peer.next("INVITE ");

        String theirs = reInvite(1, VirtualPeer.sdp(1002));
        virtual.receive(theirs);
        peer.next("SIP/2.0 491");
        virtual.receive(VirtualPeer.ack(theirs));
        refuse(ours, 491);
        peer.pass(Duration.ofMillis(2_099));
        assertTrue(virtual.isSilent());
        peer.pass(Duration.ofMillis(1_901));

        peer.next("INVITE ");
    }

    @Test
    void whoWasCalledTriesAgainWithinTwoSeconds() {
        peer.answered("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        refuse(peer.next("INVITE "), 491);

        peer.pass(Duration.ofSeconds(2));

        peer.next("INVITE ");
    }

    @Test
    void theirOfferGoesFirstWhileOursWaitsAfterGlare() {
        peer.talk("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        refuse(peer.next("INVITE "), 491);

        virtual.receive(reInvite(1, VirtualPeer.sdp(1002)));

        assertEquals(List.of("answered1", "accepted", "offerRefused", "offered1"), peer.leg.facts);
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.next("SIP/2.0 200");
    }

    @Test
    void aSecondOneWaitsForTheFinalResponseToTheFirst() {
        peer.answered("");
        virtual.receive(reInvite(2, VirtualPeer.sdp(1002)));

        String later = peer.ask("INVITE", 3, "", VirtualPeer.sdp(1004));

        assertTrue(later.startsWith("SIP/2.0 500") && later.contains("Retry-After: "), later);
    }

    @Test
    void oneThatCannotBeTakenIsRefusedWithAWarning() {
        peer.answered("");
        virtual.receive(reInvite(2, VirtualPeer.sdp(1002)));

        peer.leg.leg.refuseOffer(false);

        assertTrue(VirtualAgent.header(peer.next("SIP/2.0 488"), "Warning").startsWith("305 "));
        assertNull(peer.leg.ended);
    }

    @Test
    void oneThatMeetsAnOfferInTheMakingMayComeAgain() {
        peer.answered("");
        virtual.receive(reInvite(2, VirtualPeer.sdp(1002)));

        peer.leg.leg.refuseOffer(true);

        peer.next("SIP/2.0 491");
    }

    @Test
    void aRefusalOfOursSaysItsWarning() {
        peer.talk("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String invite = peer.next("INVITE ");

        virtual.answer(invite, 488, "Warning: 304 example.com \"Media type \\\"video\\\" not available\"\r\n");

        String told = peer.leg.refusals.get(0).message();
        assertTrue(told.endsWith("488 Words (Media type \"video\" not available)"), told);
    }

    @Test
    void theOtherSideMayMoveAndIsFollowed() {
        peer.answered("");
        virtual.receive(peer.request("INVITE", 2, "Contact: <sip:one@127.0.0.1:5070>\r\n", VirtualPeer.sdp(1002)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.next("SIP/2.0 200");
        virtual.receive(peer.request("ACK", 2, "", ""));

        peer.hangUp();

        peer.next("BYE sip:one@127.0.0.1:5070 ");
    }

    @Test
    void aByeEndsAnOfferThatIsOpen() {
        peer.answered("");
        virtual.receive(reInvite(2, VirtualPeer.sdp(1002)));

        assertTrue(peer.ask("BYE", 3, "", "").startsWith("SIP/2.0 200"));

        assertEquals("2 INVITE", VirtualAgent.header(peer.next("SIP/2.0 487"), "CSeq"));
        assertEquals(By.REMOTE, peer.leg.ended.by());
    }

    private String reInvite(int sequence, String body) {
        return peer.request("INVITE", sequence, VirtualPeer.CONTACT, body);
    }

    private void refuse(String invite, int status) {
        virtual.answer(invite, status, "");
        peer.next("ACK ");
    }
}
