package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.spi.CallLeg;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replaces: as the one whose call is replaced, and as the one who has it replaced (RFC 3891, RFC 5589 7). */
class Rfc3891Test {

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void section3AConfirmedDialogIsReplacedAndItsCallEnds() {
        peer.answered("");
        LegRecorder old = peer.leg;
        String named = named(false);

        newcomer(named);

        assertSame(old.leg, peer.leg.arrival.replaced());
        assertEquals(Address.sip("bob@example.com"), peer.leg.from);
        assertFalse(peer.leg.arrival.throughServer());
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        assertTrue(peer.next("SIP/2.0 200").contains("Supported: "));
        old.leg.end(EndReason.of(EndReason.Kind.TRANSFERRED, EndReason.By.LOCAL));
        String bye = peer.next("BYE ");
        assertEquals("call", VirtualAgent.header(bye, "Call-ID"));
    }

    @Test
    void section3ADialogThatThisSideBeganIsReplacedWhileItRings() {
        String invite = peer.dial();
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT, "");
        LegRecorder old = peer.leg;
        String named = named(true);

        newcomer(named);

        assertSame(old.leg, peer.leg.arrival.replaced());
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        peer.next("SIP/2.0 200");
        old.leg.end(EndReason.of(EndReason.Kind.TRANSFERRED, EndReason.By.LOCAL));
        peer.next("CANCEL ");
    }

    @Test
    void section3OneThatTheOtherSideBeganIsNotWhileItRings() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.next("SIP/2.0 180");

        assertRefused(481, named(false));
    }

    @Test
    void section3OneThatIsConfirmedIsNotReplacedWhenItShouldRing() {
        peer.answered("");

        assertRefused(486, named(true));
    }

    @Test
    void section3OneThatIsOverIsDeclined() {
        peer.answered("");
        String named = named(false);
        virtual.receive(peer.request("BYE", 2, "", ""));
        peer.next("SIP/2.0 200");

        assertRefused(603, named);
    }

    @Test
    void section3OneThatNobodyKnowsDoesNotExist() {
        peer.answered("");
        String named = named(false);

        assertRefused(481, named.replace("from-tag=t1", "from-tag=t2"));
        assertRefused(481, named.replace("to-tag=", "to-tag=x"));
        assertRefused(481, named.replace("Replaces: call", "Replaces: other"));
        assertRefused(481, "Replaces: call;to-tag=t1;from-tag=" + peer.ourTag + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Replaces: call;to-tag=1\r\n",
                "Replaces: call;from-tag=1\r\n",
                "Replaces: ;to-tag=1;from-tag=1\r\n",
                "Replaces: call\r\n",
                "Replaces: call;to-tag=1;from-tag=1\r\nReplaces: other;to-tag=1;from-tag=1\r\n"
            })
    void section61AMalformedOneIsRefused(String header) {
        assertRefused(400, header);
    }

    @Test
    void section3WhatIsReplacedIsNotRungFor() {
        peer.answered("");

        newcomer(named(false));

        assertEquals("offered1", peer.leg.facts.get(0));
        assertTrue(virtual.isSilent(), "whether it may is the account's affair");
        peer.leg.leg.end(EndReason.of(EndReason.Kind.DECLINED, EndReason.By.LOCAL));
        peer.next("SIP/2.0 603");
    }

    @ParameterizedTest
    @CsvSource({
        "c@h;to-tag=1;from-tag=2, c@h, 1, 2, false",
        "c@h ; from-tag=2; x=y ;to-tag=1;early-only, c@h, 1, 2, true",
        "98asjd8@test.com;to-tag=0;from-tag=54321, 98asjd8@test.com, 0, 54321, false"
    })
    void section61TheFieldIsRead(String text, String callId, String to, String from, boolean early) {
        assertEquals(Optional.of(new Replaces(callId, to, from, early)), Replaces.parse(text));
    }

    @Test
    void section61ATagIsThereOnce() {
        assertEquals(Optional.empty(), Replaces.parse("c;to-tag=1;to-tag=2;from-tag=3"));
    }

    @Test
    void section3ATagOfZeroIsThatOfASideWithoutOne() {
        Replaces replaces = new Replaces("c", "1", "0", false);

        assertTrue(replaces.names(new Dialog.Id("c", "1", "")));
        assertTrue(replaces.names(new Dialog.Id("c", "1", "0")));
        assertFalse(replaces.names(new Dialog.Id("c", "1", "2")));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:carol@127.0.0.1:5061, sip:carol@example.com",
        "'sip:carol@127.0.0.1:5061;gr=x', 'sip:carol@127.0.0.1:5061;gr=x'"
    })
    void rfc5589Section7TheOtherSideIsSentToWhomTheUserHasAsked(String contact, String target) {
        peer.answered("");
        LegRecorder bob = peer.leg;
        CallLeg carol = talkWithCarol(contact);
        String callId = peer.callId;

        bob.leg.transfer(carol);

        String refer = peer.next("REFER ");
        assertEquals("call", VirtualAgent.header(refer, "Call-ID"));
        assertEquals(
                "<" + target + "?Replaces=" + callId + "%3Bto-tag%3Dt7%3Bfrom-tag%3D" + peer.ourTag + ">",
                VirtualAgent.header(refer, "Refer-To"));
    }

    @Test
    void rfc5589Section7OnlyToACallThatIsUp() {
        peer.answered("");
        LegRecorder bob = peer.leg;
        CallLeg carol = talkWithCarol("sip:carol@127.0.0.1:5061");
        carol.end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL));
        peer.next("BYE ");

        bob.leg.transfer(carol);

        assertTrue(virtual.isSilent());
        assertEquals(Failure.Kind.REFUSED, bob.transferFailure.kind());
        assertNull(bob.ended);
    }

    private CallLeg talkWithCarol(String contact) {
        peer.leg = new LegRecorder();
        peer.leg.leg = peer.calls.dial(Address.sip("carol@example.com"), "Alice", peer.leg);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String invite = virtual.next();
        peer.callId = VirtualAgent.header(invite, "Call-ID");
        peer.ourTag = VirtualAgent.header(invite, "From").replaceAll(".*;tag=", "");
        virtual.answer(invite, 200, "t7", "Contact: <" + contact + ">\r\n", VirtualPeer.sdp(3000));
        peer.next("ACK ");
        return peer.leg.leg;
    }

    /** The header that names the call, at this side. */
    private String named(boolean early) {
        return "Replaces: " + peer.callId + ";to-tag=" + peer.ourTag + ";from-tag=t1" + (early ? ";early-only" : "")
                + "\r\n";
    }

    private void newcomer(String headers) {
        peer.callId = "newcomer";
        peer.theirTag = "t5";
        peer.ourTag = "";
        peer.invite(headers, VirtualPeer.sdp(2000));
    }

    private void assertRefused(int status, String headers) {
        int before = peer.account.incoming.size();
        String tag = peer.ourTag;
        newcomer(headers);
        String refusal = peer.next("SIP/2.0 ");
        assertTrue(refusal.startsWith("SIP/2.0 " + status), refusal);
        assertEquals(before, peer.account.incoming.size());
        peer.ourTag = tag;
    }
}
