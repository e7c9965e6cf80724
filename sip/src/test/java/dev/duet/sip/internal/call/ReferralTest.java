package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.spi.Referral;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REFER as the one who gets it: the transferee (RFC 3515 2.4.2 to 2.4.7, RFC 3892, RFC 4488). */
class ReferralTest {

    private static final String BY = "b: <sip:bob@example.com>\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;
    private final LegRecorder carol = new LegRecorder();
    private int sequence = 1;

    @Test
    void section244WhatIsAcceptedIsToldFromBeginningToEnd() {
        peer.answered("");
        Referral referral = referred("<sip:carol@example.com>");
        assertEquals(Address.sip("carol@example.com"), referral.target());
        assertEquals(Optional.of(Address.sip("bob@example.com")), referral.referredBy());
        assertFalse(referral.attended());

        follow(referral);

        String accepted = peer.next("SIP/2.0 202");
        assertTrue(VirtualAgent.header(accepted, "Contact").startsWith("<sip:"), accepted);
        assertNotified("100 Trying", "active;expires=180");
        String invite = peer.next("INVITE sip:carol@example.com");
        assertEquals("<sip:bob@example.com>", VirtualAgent.header(invite, "Referred-By"));
        virtual.answer(invite, 180, "t9", VirtualPeer.CONTACT, "");
        assertNotified("180 Words", "active;expires=180");
        virtual.answer(invite, 200, "t9", VirtualPeer.CONTACT, VirtualPeer.sdp(2000));
        peer.next("ACK ");
        assertNotified("200 Words", "terminated;reason=noresource");
        assertTrue(carol.facts.contains("accepted"));
        assertNull(peer.leg.ended, "who asked for it hangs up");
    }

    @Test
    void section245WhatComesToNothingIsToldAndTheCallGoesOn() {
        peer.answered("");
        String invite = followed(referred("<sip:carol@example.com>"));

        virtual.answer(invite, 486, "");

        peer.next("ACK ");
        assertNotified("486 Words", "terminated;reason=noresource");
        assertEquals(EndReason.Kind.BUSY, carol.ended.kind());
        assertNull(peer.leg.ended);
    }

    @Test
    void whatTheUserGivesUpIsTold() {
        peer.answered("");
        String invite = followed(referred("<sip:carol@example.com>"));
        virtual.answer(invite, 180, "t9", VirtualPeer.CONTACT, "");
        assertNotified("180 Words", "active;expires=180");

        carol.leg.end(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.LOCAL));

        peer.next("CANCEL ");
        assertNotified("487 Request Terminated", "terminated;reason=noresource");
    }

    @Test
    void section242WhatIsNotWantedIsDeclined() {
        peer.answered("");

        referred("<sip:carol@example.com>").refuse();

        peer.next("SIP/2.0 603");
        assertTrue(virtual.isSilent());
    }

    @Test
    void section247WhileTheUserIsAskedTheSubscriptionIsPending() {
        peer.answered("");
        Referral referral = referred("<sip:carol@example.com>");

        referral.consider();
        peer.next("SIP/2.0 202");
        assertNotified("100 Trying", "pending;expires=180");
        referral.refuse();

        assertNotified("603 Declined", "terminated;reason=rejected");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "'Refer-To: <sip:carol@example.com>\r\nRefer-To: <sip:dave@example.com>\r\n', 400",
        "'Refer-To: <sip:carol@example.com>, <sip:dave@example.com>\r\n', 400",
        "'Refer-To: carol\r\n', 416",
        "'Refer-To: <http://example.com/>\r\n', 416",
        "'Refer-To: <xmpp:carol@example.com>\r\n', 416",
        "'Refer-To: <sip:carol@example.com;method=BYE>\r\n', 603",
        "'Refer-To: <sip:carol@example.com?Replaces=1>\r\n', 400",
        "'Refer-To: <sip:carol@example.com?Replaces=%zz>\r\n', 400",
        "'Refer-To: <sip:alice@example.com>\r\n', 482"
    })
    void section242ARequestThatNamesNobodyToCallIsRefused(String headers, int status) {
        peer.answered("");

        String answer = peer.ask("REFER", ++sequence, headers, "");

        assertTrue(answer.startsWith("SIP/2.0 " + status), answer);
        assertFalse(peer.leg.facts.contains("referred"));
        assertTrue(virtual.isSilent());
    }

    @Test
    void section51OnlyWhatIsHarmlessIsTakenFromTheUri() {
        peer.answered("");

        Referral referral = referred("\"Carol\" <sip:carol@example.com;method=INVITE"
                + "?Route=%3Csip:evil.example.com%3E&From=%3Csip:eve@example.com%3E&body=x>");
        String invite = followed(referral);

        assertTrue(invite.startsWith("INVITE sip:carol@example.com SIP/2.0\r\n"), invite);
        assertFalse(invite.contains("evil") || invite.contains("eve@"), invite);
    }

    @Test
    void rfc3891TheDialogThatIsToBeReplacedIsPassedOn() {
        peer.answered("");

        Referral referral =
                referred("<sip:carol@192.0.2.7:5070?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&Require=replaces>");

        assertTrue(referral.attended());
        String invite = followed(referral);
        assertEquals("a@b;to-tag=1;from-tag=2", VirtualAgent.header(invite, "Replaces"));
        assertEquals("replaces", VirtualAgent.header(invite, "Require"));
    }

    @Test
    void oneIsUnderWayAtATimeAndTheNextOneHasAnId() {
        peer.answered("");
        String invite = followed(referred("<sip:carol@example.com>"));
        String early = peer.ask("REFER", ++sequence, "Refer-To: <sip:dave@example.com>\r\n", "");
        assertTrue(early.startsWith("SIP/2.0 491"), early);
        virtual.answer(invite, 486, "");
        peer.next("ACK ");
        assertNotified("486 Words", "terminated;reason=noresource");

        follow(referred("<sip:dave@example.com>"));

        peer.next("SIP/2.0 202");
        String notify = peer.next("NOTIFY ");
        assertEquals("refer;id=" + sequence, VirtualAgent.header(notify, "Event"));
    }

    @Test
    void section246OneNotificationIsSentAtATimeAndTheNewestNext() {
        peer.answered("");
        follow(referred("<sip:carol@example.com>"));
        peer.next("SIP/2.0 202");
        String first = peer.next("NOTIFY ");
        String invite = peer.next("INVITE ");
        virtual.answer(invite, 180, "t9", VirtualPeer.CONTACT, "");
        virtual.answer(invite, 183, "t9", VirtualPeer.CONTACT, "");
        assertTrue(virtual.isSilent());

        virtual.answer(first, 200, "");

        assertNotified("183 Words", "active;expires=180");
    }

    @Test
    void whoDoesNotListenIsToldNothingMore() {
        peer.answered("");
        follow(referred("<sip:carol@example.com>"));
        peer.next("SIP/2.0 202");
        String notify = peer.next("NOTIFY ");
        String invite = peer.next("INVITE ");

        virtual.answer(notify, 481, "");
        virtual.answer(invite, 180, "t9", VirtualPeer.CONTACT, "");

        assertTrue(virtual.isSilent());
    }

    @Test
    void section34TheSubscriptionEndsUnlessItIsRefreshed() {
        peer.answered("");
        String invite = followed(referred("<sip:carol@example.com>"));
        virtual.answer(invite, 100, "");
        peer.pass(Duration.ofSeconds(100));
        String refreshed = peer.ask("SUBSCRIBE", ++sequence, "Event: refer\r\nExpires: 3600\r\n", "");
        assertEquals("180", VirtualAgent.header(refreshed, "Expires"));
        assertNotified("100 Trying", "active;expires=180");
        peer.ask("SUBSCRIBE", ++sequence, "Event: refer\r\nExpires: 60\r\n", "");
        assertNotified("100 Trying", "active;expires=60");

        peer.pass(Duration.ofSeconds(60));

        assertNotified("100 Trying", "terminated;reason=timeout");
        assertNull(carol.ended, "the call goes on");
    }

    @Test
    void section244WhoUnsubscribesIsToldOnceMore() {
        peer.answered("");
        String invite = followed(referred("<sip:carol@example.com>"));

        peer.ask("SUBSCRIBE", ++sequence, "Event: refer\r\nExpires: 0\r\n", "");

        assertNotified("100 Trying", "terminated;reason=timeout");
        virtual.answer(invite, 180, "t9", VirtualPeer.CONTACT, "");
        assertTrue(virtual.isSilent());
        String again = peer.ask("SUBSCRIBE", ++sequence, "Event: refer\r\nExpires: 60\r\n", "");
        assertTrue(again.startsWith("SIP/2.0 481"), again);
    }

    @Test
    void anotherEventWithinACallIsNoneOfOurs() {
        peer.answered("");

        String answer = peer.ask("SUBSCRIBE", ++sequence, "Event: presence\r\n", "");

        assertTrue(answer.startsWith("SIP/2.0 489"), answer);
        assertEquals("refer", VirtualAgent.header(answer, "Allow-Events"));
    }

    @Test
    void whoHangsUpAtOnceIsToldAllTheSame() {
        peer.answered("");
        String invite = followed(referred("<sip:carol@example.com>"));
        virtual.receive(peer.request("BYE", ++sequence, "", ""));
        peer.next("SIP/2.0 200");

        virtual.answer(invite, 200, "t9", VirtualPeer.CONTACT, VirtualPeer.sdp(2000));

        peer.next("ACK ");
        assertNotified("200 Words", "terminated;reason=noresource");
    }

    @Test
    void rfc4488Section4WhoWantsNoSubscriptionGetsNone() {
        peer.answered("");
        virtual.receive(peer.request(
                "REFER",
                ++sequence,
                VirtualPeer.CONTACT + "Refer-To: <sip:carol@example.com>\r\nRefer-Sub: false\r\n"
                        + "Require: norefersub\r\n",
                ""));

        follow(peer.leg.referrals.get(0));

        assertEquals("false", VirtualAgent.header(peer.next("SIP/2.0 202"), "Refer-Sub"));
        String invite = peer.next("INVITE ");
        virtual.answer(invite, 200, "t9", VirtualPeer.CONTACT, VirtualPeer.sdp(2000));
        peer.next("ACK ");
        assertTrue(virtual.isSilent());
    }

    @Test
    void outsideOfACallTheAccountDecides() {
        Recorder.Referred told = referredOutside("Refer-To: <sip:carol@example.com>\r\n");
        assertEquals(Address.sip("bob@example.com"), told.from());

        told.referral().refuse();

        peer.next("SIP/2.0 603");
    }

    @Test
    void outsideOfACallARequestBeginsADialogOfItsOwn() {
        Recorder.Referred told = referredOutside("Refer-To: <tel:+15551234>\r\n");

        follow(told.referral());

        peer.next("SIP/2.0 202");
        String notify = assertNotified("100 Trying", "active;expires=180");
        assertTrue(VirtualAgent.header(notify, "To").endsWith(";tag=t1"), notify);
        String invite = peer.next("INVITE sip:+15551234@example.com;user=phone");
        String refreshed = peer.ask("SUBSCRIBE", 2, "Event: refer\r\nExpires: 60\r\n", "");
        assertTrue(refreshed.startsWith("SIP/2.0 200"), refreshed);
        assertNotified("100 Trying", "active;expires=60");
        virtual.answer(invite, 603, "");
        peer.next("ACK ");
        assertNotified("603 Words", "terminated;reason=noresource");
    }

    @Test
    void outsideOfACallNotMoreAreTakenThanAFew() {
        for (int i = 0; i < 8; i++) {
            peer.callId = "other" + i;
            referredOutside("Refer-To: <sip:carol@example.com>\r\n");
        }
        peer.callId = "last";

        virtual.receive(peer.request("REFER", 1, VirtualPeer.CONTACT + "Refer-To: <sip:carol@example.com>\r\n", ""));

        assertTrue(virtual.next().startsWith("SIP/2.0 486"));
    }

    private Recorder.Referred referredOutside(String headers) {
        virtual.receive(peer.request("REFER", 1, VirtualPeer.CONTACT + headers, ""));
        return (Recorder.Referred) peer.account.facts.get(peer.account.facts.size() - 1);
    }

    private Referral referred(String to) {
        virtual.receive(peer.request("REFER", ++sequence, VirtualPeer.CONTACT + BY + "Refer-To: " + to + "\r\n", ""));
        return peer.leg.referrals.get(peer.leg.referrals.size() - 1);
    }

    private void follow(Referral referral) {
        carol.leg = referral.follow("Alice", carol);
        carol.leg.offer(VirtualPeer.NO_MEDIA);
    }

    /** Follows it up to the INVITE. */
    private String followed(Referral referral) {
        follow(referral);
        peer.next("SIP/2.0 202");
        assertNotified("100 Trying", "active;expires=180");
        return peer.next("INVITE ");
    }

    /** The next message is a NOTIFY that says so, and is answered. */
    private String assertNotified(String status, String subscription) {
        String notify = peer.next("NOTIFY ");
        assertTrue(notify.endsWith("\r\n\r\nSIP/2.0 " + status + "\r\n"), notify);
        assertEquals(subscription, VirtualAgent.header(notify, "Subscription-State"));
        assertTrue(VirtualAgent.header(notify, "Content-Type").startsWith("message/sipfrag"), notify);
        assertTrue(VirtualAgent.header(notify, "Event").startsWith("refer"), notify);
        virtual.answer(notify, 200, "");
        return notify;
    }
}
