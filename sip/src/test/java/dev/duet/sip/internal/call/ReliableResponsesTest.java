package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Provisional responses that are acknowledged (RFC 3262), as the one who is called. */
class ReliableResponsesTest {

    private static final String REQUIRED = "Require: 100rel\r\n";
    private static final String SUPPORTED = "Supported: timer, 100rel\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void whoRequiresThemGetsEveryResponseReliably() {
        String ringing = ringing(REQUIRED);

        assertEquals("100rel", VirtualAgent.header(ringing, "Require"));
        assertTrue(number(ringing) >= 1, ringing);
        assertTrue(peer.ask("PRACK", 2, rack(ringing), "").startsWith("SIP/2.0 200"));
    }

    @Test
    void whoOnlySupportsThemGetsTheOnesWithADescriptionReliably() {
        String ringing = ringing(SUPPORTED);
        assertEquals("", VirtualAgent.header(ringing, "RSeq"));

        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);

        String progress = peer.next("SIP/2.0 183");
        assertEquals("100rel", VirtualAgent.header(progress, "Require"));
        assertTrue(progress.contains("o=- "), progress);
        assertEquals(List.of("offered1", "progressed"), peer.leg.facts);
    }

    @Test
    void whoKnowsNothingOfThemHearsEarlyMediaAllTheSame() {
        ringing("");

        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);

        String progress = peer.next("SIP/2.0 183");
        assertEquals("", VirtualAgent.header(progress, "RSeq"));
        assertTrue(progress.contains("o=- "), progress);
        peer.leg.leg.accept();
        assertTrue(peer.next("SIP/2.0 200").contains("o=- ")); // what is not acknowledged may not have come
    }

    @Test
    void theyAreSentAgainEverMoreSlowlyUntilTheyAreAcknowledged() {
        String progress = progress();

        assertSentAgainAfter(500, progress);
        assertSentAgainAfter(1_000, progress);
        assertSentAgainAfter(2_000, progress);
        assertSentAgainAfter(4_000, progress);
        assertSentAgainAfter(8_000, progress); // no T2 here (RFC 3262 3)
        peer.ask("PRACK", 2, rack(progress), "");
        peer.pass(Duration.ofSeconds(30));
        assertTrue(virtual.isSilent());
        assertNull(peer.leg.ended);
    }

    @Test
    void aCallWhoseResponseIsNeverAcknowledgedIsRefused() {
        progress();
        virtual.skip();

        peer.pass(Duration.ofMillis(31_900));
        virtual.skip();
        peer.pass(Duration.ofMillis(100));

        peer.next("SIP/2.0 504");
        assertEquals(Kind.FAILED, peer.leg.ended.kind());
        assertEquals(By.NETWORK, peer.leg.ended.by());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RAck: 1 1 INVITE\r\n", "RAck: %d 2 INVITE\r\n", "RAck: %d 1 UPDATE\r\n", ""})
    void anAcknowledgementOfSomethingElseMatchesNothing(String rack) {
        String progress = progress();

        String answer = peer.ask("PRACK", 2, String.format(rack, number(progress)), "");

        assertTrue(answer.startsWith("SIP/2.0 481"), answer);
        assertSentAgainAfter(500, progress);
    }

    @Test
    void anAcknowledgementThatComesTwiceMatchesNothingTheSecondTime() {
        String progress = progress();
        assertTrue(peer.ask("PRACK", 2, rack(progress), "").startsWith("SIP/2.0 200"));

        assertTrue(peer.ask("PRACK", 3, rack(progress), "").startsWith("SIP/2.0 481"));
    }

    @Test
    void theSecondWaitsForTheAcknowledgementOfTheFirst() {
        String ringing = ringing(REQUIRED);
        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);
        assertTrue(virtual.isSilent());

        virtual.receive(peer.request("PRACK", 2, rack(ringing), ""));

        String progress = peer.next("SIP/2.0 183");
        assertEquals(number(ringing) + 1, number(progress));
        assertEquals("2 PRACK", VirtualAgent.header(peer.next("SIP/2.0 200"), "CSeq"));
    }

    @Test
    void theAcceptanceWaitsForTheAcknowledgementOfADescriptionAndHasNone() {
        String progress = progress();
        peer.leg.leg.accept();
        assertTrue(virtual.isSilent());

        virtual.receive(peer.request("PRACK", 2, rack(progress), ""));

        assertEquals("2 PRACK", VirtualAgent.header(peer.next("SIP/2.0 200"), "CSeq"));
        String ok = peer.next("SIP/2.0 200");
        assertEquals("1 INVITE", VirtualAgent.header(ok, "CSeq"));
        assertFalse(ok.contains("o=- "), ok); // the answer is through
        virtual.receive(peer.request("ACK", 1, "", ""));
        peer.hangUp();
        peer.next("BYE ");
    }

    @Test
    void anAcceptanceDoesNotWaitForOneWithoutADescription() {
        String ringing = ringing(REQUIRED);
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();

        peer.next("SIP/2.0 200");
        assertTrue(peer.ask("PRACK", 2, rack(ringing), "").startsWith("SIP/2.0 200"));
    }

    @Test
    void aRefusalEndsTheRepetition() {
        progress();

        peer.leg.leg.end(EndReason.of(Kind.BUSY, By.LOCAL));

        peer.next("SIP/2.0 486");
        virtual.receive(peer.request("ACK", 1, "", ""));
        virtual.skip();
        peer.pass(Duration.ofSeconds(40));
        long progresses = virtual.wire.sent.stream()
                .filter(message -> message.startsWith("SIP/2.0 183"))
                .count();
        assertEquals(1, progresses);
    }

    @Test
    void anOfferInTheAcknowledgementIsAnsweredInItsAnswer() {
        String progress = progress();

        virtual.receive(peer.request("PRACK", 2, VirtualPeer.CONTACT + rack(progress), VirtualPeer.sdp(1002)));
        assertEquals(1002, peer.leg.offers.get(1).media().get(0).rtp().port());
        peer.leg.leg.accept();
        assertTrue(virtual.isSilent()); // an exchange is open
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);

        String ok = peer.next("SIP/2.0 200");
        assertTrue(VirtualAgent.header(ok, "CSeq").equals("2 PRACK") && ok.contains("o=- "), ok);
        assertEquals("1 INVITE", VirtualAgent.header(peer.next("SIP/2.0 200"), "CSeq"));
    }

    @Test
    void anOfferOfOursIsAnsweredInTheAcknowledgement() {
        peer.invite(SUPPORTED, "");
        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);
        String progress = peer.next("SIP/2.0 183");
        assertTrue(progress.contains("o=- "), progress);

        assertTrue(peer.ask("PRACK", 2, rack(progress), VirtualPeer.sdp(1000)).startsWith("SIP/2.0 200"));

        assertEquals(List.of("wantsOffer", "progressed", "answered1"), peer.leg.facts);
        peer.leg.leg.accept();
        assertFalse(peer.next("SIP/2.0 200").contains("o=- "));
    }

    @Test
    void anOfferOfOursThatIsNotAnsweredInTheAcknowledgementEndsTheCall() {
        peer.invite(SUPPORTED, "");
        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);

        assertTrue(peer.ask("PRACK", 2, rack(peer.next("SIP/2.0 183")), "").startsWith("SIP/2.0 400"));

        peer.next("SIP/2.0 488");
        assertEquals(Kind.INCOMPATIBLE, peer.leg.ended.kind());
    }

    @Test
    void whoOffersNothingAndKnowsNothingOfThemCannotHearUsEarly() {
        peer.invite("", "");

        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);

        assertEquals(List.of("wantsOffer", "notProgressed UNSUPPORTED"), peer.leg.facts);
        assertTrue(virtual.isSilent());
    }

    @Test
    void theSessionMayChangeByUpdateOnceTheAnswerIsAcknowledged() {
        String progress = progress();
        assertTrue(peer.ask("UPDATE", 2, "", VirtualPeer.sdp(1002)).startsWith("SIP/2.0 500"));
        peer.ask("PRACK", 3, rack(progress), "");

        virtual.receive(peer.request("UPDATE", 4, VirtualPeer.CONTACT, VirtualPeer.sdp(1002)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.next("SIP/2.0 200");
        assertEquals(List.of("offered1", "progressed", "offered2"), peer.leg.facts);
    }

    @Test
    void weMayChangeTheSessionByUpdateOnceTheAnswerIsAcknowledged() {
        ringing(SUPPORTED + VirtualPeer.ALLOW);
        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);
        peer.ask("PRACK", 2, rack(peer.next("SIP/2.0 183")), "");

        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);

        virtual.answer(peer.next("UPDATE "), 200, "", VirtualPeer.CONTACT, VirtualPeer.sdp(1002));
        assertEquals(List.of("offered1", "progressed", "answered1"), peer.leg.facts);
    }

    @Test
    void aCancelEndsACallThatWaitsForItsAcknowledgement() {
        String invite = peer.invite(SUPPORTED, VirtualPeer.sdp(1000));
        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        String progress = peer.next("SIP/2.0 183");

        virtual.receive(VirtualPeer.cancel(invite));

        peer.next("SIP/2.0 200");
        peer.next("SIP/2.0 487");
        assertEquals(Kind.CANCELLED, peer.leg.ended.kind());
        assertTrue(peer.ask("PRACK", 2, rack(progress), "").startsWith("SIP/2.0 200"));
    }

    @Test
    void aLongRingingIsSaidAgainEveryMinute() {
        ringing("");

        peer.pass(Duration.ofSeconds(59));
        assertTrue(virtual.isSilent());
        peer.pass(Duration.ofSeconds(1));
        peer.next("SIP/2.0 180");
        peer.pass(Duration.ofSeconds(60));
        peer.next("SIP/2.0 180");
    }

    private String ringing(String headers) {
        peer.invite(headers, VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        return peer.next("SIP/2.0 180");
    }

    /** Early media, reliably. */
    private String progress() {
        peer.invite(SUPPORTED, VirtualPeer.sdp(1000));
        peer.leg.leg.progress(VirtualPeer.NO_MEDIA);
        return peer.next("SIP/2.0 183");
    }

    private void assertSentAgainAfter(int millis, String response) {
        peer.pass(Duration.ofMillis(millis - 1));
        assertTrue(virtual.isSilent());
        peer.pass(Duration.ofMillis(1));
        assertEquals(response, virtual.next());
    }

    private static long number(String response) {
        return Long.parseLong(VirtualAgent.header(response, "RSeq"));
    }

    private static String rack(String response) {
        return "RAck: " + number(response) + " 1 INVITE\r\n";
    }
}
