package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.AnswerWish;
import dev.duet.model.CallOptions;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.SipPrivacy;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.spi.Referral;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one call wishes, and the next does not (RFC 3323, RFC 3325, RFC 5373, RFC 3261 20.4). */
class CallWishesTest {

    private static final String GRUU = "sip:alice@example.com;gr=urn:uuid:1";
    private static final String TEMPORARY = "sip:xyz@example.com;gr";
    private static final String ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, UPDATE, REFER\r\n";
    private static final CallOptions HIDDEN = CallOptions.DEFAULT.withCallerHidden();

    private static VirtualPeer peer(SipPrivacy... ofTheAccount) {
        VirtualPeer peer = new VirtualPeer(
                sip -> sip.impp(Address.xmpp("alice@example.com")).privacy(ofTheAccount));
        peer.virtual.registeredGruu(GRUU, TEMPORARY);
        return peer;
    }

    private static void assertAnonymous(String invite) {
        assertTrue(
                VirtualAgent.header(invite, "From").startsWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>"),
                invite);
        assertEquals("user;id", VirtualAgent.header(invite, "Privacy"));
        assertEquals("<sip:alice@example.com>", VirtualAgent.header(invite, "P-Preferred-Identity"));
        assertEquals("<" + TEMPORARY + ">", VirtualAgent.header(invite, "Contact"));
        String rest = invite.replaceAll("(P-Preferred-Identity|Proxy-Authorization): .*\r\n", "")
                .toLowerCase(Locale.ROOT);
        assertFalse(rest.contains("alice"), rest);
        assertFalse(rest.contains("user-agent"), rest);
    }

    private static void assertTellsWhoCalls(String invite) {
        assertTrue(VirtualAgent.header(invite, "From").startsWith("\"Alice\" <sip:alice@example.com>"), invite);
        assertEquals("<" + GRUU + ">", VirtualAgent.header(invite, "Contact"));
        assertFalse(invite.contains("P-Preferred-Identity"), invite);
    }

    @Test
    void oneCallHidesItsCallerAndTheNextDoesNot() {
        VirtualPeer peer = peer();
        assertAnonymous(peer.dial(HIDDEN));
        peer.leg = new LegRecorder();
        String next = peer.dial();
        assertTellsWhoCalls(next);
        assertFalse(next.contains("Privacy"), next);
    }

    @Test
    void oneCallTellsWhoCallsWhereTheAccountDoesNot() {
        VirtualPeer peer = peer(SipPrivacy.USER, SipPrivacy.ID);
        String shown = peer.dial(CallOptions.DEFAULT.withCallerShown());
        assertTellsWhoCalls(shown);
        assertEquals("none", VirtualAgent.header(shown, "Privacy"));
        peer.leg = new LegRecorder();
        String nothing = peer.dial(CallOptions.DEFAULT.withPrivacy());
        assertTellsWhoCalls(nothing);
        assertFalse(nothing.contains("Privacy"), nothing);
        peer.leg = new LegRecorder();
        assertAnonymous(peer.dial());
    }

    @Test
    void whatIsCriticalForOneCallGoesByServersThatKnowOfIt() {
        String invite = peer().dial(CallOptions.DEFAULT.withPrivacy(SipPrivacy.CRITICAL, SipPrivacy.ID));
        assertEquals("id;critical", VirtualAgent.header(invite, "Privacy"));
        assertEquals("privacy", VirtualAgent.header(invite, "Proxy-Require"));
    }

    @Test
    void whatIsSaidWithinThatCallNamesNobody() {
        VirtualPeer peer = peer();
        peer.talk(HIDDEN, ALLOW);
        peer.namesNobodyWithin(TEMPORARY);
        peer.hangUp();
        assertFalse(peer.next("BYE ").contains("alice"));
    }

    @Test
    void whatIsSaidWithinACallThatIsShownTellsWhoCalls() {
        VirtualPeer peer = peer(SipPrivacy.ID);
        peer.talk(CallOptions.DEFAULT.withCallerShown(), ALLOW);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        assertEquals("<" + GRUU + ">", VirtualAgent.header(peer.next("INVITE "), "Contact"));
    }

    @Test
    void theAnswerToTheirOfferNamesNobody() {
        VirtualPeer peer = peer();
        peer.talk(HIDDEN, ALLOW);
        peer.virtual.receive(peer.request("INVITE", 7, VirtualPeer.CONTACT, VirtualPeer.sdp(2000)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        String ok = peer.next("SIP/2.0 200");
        assertEquals("<" + TEMPORARY + ">", VirtualAgent.header(ok, "Contact"));
    }

    @Test
    void aChallengeIsAnsweredWithTheSameWishes() {
        VirtualPeer peer = peer();
        String invite = peer.dial(HIDDEN.withAnswer(AnswerWish.AUTO));
        peer.virtual.answer(
                invite, 407, "Proxy-Authenticate: Digest realm=\"example.com\", nonce=\"n\", algorithm=MD5\r\n");
        peer.next("ACK ");
        String again = peer.next("INVITE ");
        assertTrue(again.contains("Proxy-Authorization"), again);
        assertAnonymous(again);
        assertEquals("Auto", VirtualAgent.header(again, "Answer-Mode"));
    }

    @Test
    void whoeverItIsSentOnToGetsTheSameWishes() {
        VirtualPeer peer = peer();
        String invite = peer.dial(HIDDEN.withAnswer(AnswerWish.MANUAL_REQUIRED).withAlerts("urn:alert:priority:high"));
        peer.virtual.answer(invite, 302, "Contact: <sip:carol@example.net>\r\n");
        peer.next("ACK ");
        String second = peer.next("INVITE sip:carol@example.net ");
        assertAnonymous(second);
        assertEquals("Manual;require", VirtualAgent.header(second, "Answer-Mode"));
        assertEquals("<urn:alert:priority:high>", VirtualAgent.header(second, "Alert-Info"));
    }

    @Test
    void whoeverSendsTheCallerToSomebodyElseDoesNotLearnWhoItIs() {
        VirtualPeer peer = peer();
        peer.talk(HIDDEN.withAnswer(AnswerWish.AUTO).withAlerts("urn:alert:priority:high"), ALLOW);
        String followed = follow(peer);
        assertAnonymous(followed);
        assertFalse(followed.contains("Answer-Mode"), followed);
        assertFalse(followed.contains("Alert-Info"), followed);
    }

    @Test
    void whoIsShownToOneIsNotShownToAnother() {
        VirtualPeer peer = peer(SipPrivacy.USER, SipPrivacy.ID);
        peer.talk(CallOptions.DEFAULT.withCallerShown(), ALLOW);
        assertAnonymous(follow(peer));
    }

    /** The other side sends this one to Carol; gives the INVITE to her. */
    private static String follow(VirtualPeer peer) {
        peer.leg.refuses = false;
        peer.virtual.receive(
                peer.request("REFER", 9, VirtualPeer.CONTACT + "Refer-To: <sip:carol@example.com>\r\n", ""));
        Referral referral = peer.leg.referrals.get(0);
        LegRecorder carol = new LegRecorder();
        carol.leg = referral.follow("Alice", carol);
        peer.next("SIP/2.0 202");
        peer.next("NOTIFY ");
        carol.leg.offer(VirtualPeer.NO_MEDIA);
        return peer.next("INVITE sip:carol@example.com");
    }

    @ParameterizedTest
    @CsvSource({"MANUAL, Manual", "AUTO, Auto"})
    void howToAnswerIsAWishThatEverybodyMayPassOver(AnswerWish wish, String mode) {
        String invite = peer().dial(CallOptions.DEFAULT.withAnswer(wish));
        assertEquals(mode, VirtualAgent.header(invite, "Answer-Mode"));
        assertFalse(invite.contains("Require: "), invite);
        assertTellsWhoCalls(invite);
    }

    @ParameterizedTest
    @CsvSource({"MANUAL_REQUIRED, Manual;require", "AUTO_REQUIRED, Auto;require"})
    void whoDoesNotKnowOfARequiredAnswerIsNotToRing(AnswerWish wish, String mode) {
        VirtualPeer peer = peer();
        String invite = peer.dial(CallOptions.DEFAULT.withAnswer(wish));
        assertEquals(mode, VirtualAgent.header(invite, "Answer-Mode"));
        assertEquals("answermode", VirtualAgent.header(invite, "Require"));
        peer.virtual.answer(invite, 420, "Unsupported: answermode\r\n");
        EndReason ended = peer.leg.ended;
        assertEquals(Kind.UNSUPPORTED, ended.kind());
        assertEquals(420, ended.wire().status());
    }

    @Test
    void howToRingIsToldInOneHeaderAsItCame() {
        CallOptions options =
                CallOptions.DEFAULT.withAlerts("urn:alert:source:internal", "http://example.com/a,b;c?d=\u20ac");
        String invite = peer().dial(options);
        assertEquals(
                "<urn:alert:source:internal>, <http://example.com/a,b;c?d=%E2%82%AC>",
                VirtualAgent.header(invite, "Alert-Info"));
    }

    @Test
    void withinTheCallNothingIsWishedAgain() {
        VirtualPeer peer = peer();
        String invite = peer.talk(
                CallOptions.DEFAULT.withAnswer(AnswerWish.AUTO_REQUIRED).withAlerts("urn:alert:priority:high"), ALLOW);
        assertTrue(invite.contains("Alert-Info"), invite);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String again = peer.next("INVITE ");
        assertFalse(again.contains("Answer-Mode"), again);
        assertFalse(again.contains("Alert-Info"), again);
        assertFalse(again.contains("Require: "), again);
    }

    @Test
    void nothingIsWishedUnlessTold() {
        String invite = peer().dial();
        assertFalse(invite.contains("Answer-Mode"), invite);
        assertFalse(invite.contains("Alert-Info"), invite);
        assertFalse(invite.contains("Require: "), invite);
    }
}
