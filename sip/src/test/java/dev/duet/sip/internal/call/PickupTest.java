package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.Kind;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking calls that others have, and having others keep one (RFC 5359 2.15 and 2.16). */
class PickupTest {

    private static final Address CAROL = Address.sip("carol@example.com");
    private static final String TYPE = "Content-Type: application/dialog-info+xml\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;
    private String subscribe;

    @Test
    void aCallThatRingsIsTakenByInvitingWhoMakesIt() {
        pickUp(true);
        assertEquals("dialog", VirtualAgent.header(subscribe, "Event"));
        assertEquals("0", VirtualAgent.header(subscribe, "Expires"), "it is asked for once");
        tell(dialog("recipient", "confirmed", "busy", "sip:dave@example.com")
                + dialog("recipient", "early", "rings", "sip:bob@example.com"));

        String invite = peer.next("INVITE sip:bob@example.com ");
        assertEquals("rings;to-tag=t1;from-tag=t2;early-only", VirtualAgent.header(invite, "Replaces"));
        assertEquals("replaces", VirtualAgent.header(invite, "Require"));
        assertEquals(Address.sip("bob@example.com"), peer.leg.identified);
        virtual.answer(invite, 200, "t9", VirtualPeer.CONTACT, VirtualPeer.sdp(2000));
        peer.next("ACK ");
        assertTrue(peer.leg.facts.contains("accepted"));
    }

    @Test
    void aCallThatWaitsIsTakenThoughItIsAnswered() {
        pickUp(false);
        tell(dialog("recipient", "early", "rings", "sip:dave@example.com")
                + dialog("initiator", "confirmed", "waits", "sip:bob@example.com"));

        String invite = peer.next("INVITE sip:bob@example.com ");
        assertEquals("waits;to-tag=t1;from-tag=t2", VirtualAgent.header(invite, "Replaces"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, recipient, confirmed, sip:bob@example.com",
        "true, initiator, early, sip:bob@example.com",
        "false, recipient, early, sip:bob@example.com",
        "true, recipient, terminated, sip:bob@example.com",
        "true, recipient, early, xmpp:bob@example.com",
        "true, recipient, early, ''"
    })
    void whatIsNotThereIsNotTaken(boolean ringing, String direction, String state, String identity) {
        pickUp(ringing);

        tell(dialog(direction, state, "call", identity));

        assertTrue(virtual.isSilent());
        assertEquals(Kind.NOT_FOUND, peer.leg.ended.kind());
        assertEquals(EndReason.By.REMOTE, peer.leg.ended.by());
    }

    @Test
    void whoTellsNothingHasNoCall() {
        pickUp(true);

        tell("");

        assertEquals(Kind.NOT_FOUND, peer.leg.ended.kind());
    }

    @Test
    void aDeviceThatIsReachableForAllIsInvitedItself() {
        pickUp(true);
        tell(dialog("recipient", "early", "rings", "sip:bob@example.com")
                .replace("</remote>", "<target uri=\"sip:bob@127.0.0.1:5070;gr=1\"/></remote>"));

        peer.next("INVITE sip:bob@127.0.0.1:5070;gr=1 ");
    }

    @Test
    void whoDoesNotTellIsNotWaitedForForEver() {
        pickUp(true);
        virtual.answer(subscribe, 200, "srv", VirtualPeer.CONTACT + "Expires: 0\r\n", "");
        peer.pass(Duration.ofSeconds(9));
        assertNull(peer.leg.ended);

        peer.pass(Duration.ofSeconds(1));

        assertEquals(Kind.UNREACHABLE, peer.leg.ended.kind());
    }

    @ParameterizedTest
    @CsvSource({"404, FAILED", "489, FAILED", "403, FAILED"})
    void whoRefusesToTellEndsIt(int status, Kind kind) {
        pickUp(true);

        virtual.answer(subscribe, status, "");

        assertEquals(kind, peer.leg.ended.kind());
        assertEquals(status, peer.leg.ended.wire().status());
    }

    @Test
    void whoGivesUpWhileItIsLookedForSendsNoInvite() {
        pickUp(true);
        peer.hangUp();

        tell(dialog("recipient", "early", "rings", "sip:bob@example.com"));

        assertTrue(virtual.isSilent());
    }

    @Test
    void whatIsTakenMeanwhileIsBusy() {
        pickUp(true);
        tell(dialog("recipient", "early", "rings", "sip:bob@example.com"));

        virtual.answer(peer.next("INVITE "), 486, "");

        assertEquals(Kind.BUSY, peer.leg.ended.kind());
    }

    @Test
    void aCallIsParkedByWhoIsAskedToInviteTheOtherSide() {
        peer.answered("");
        peer.leg.leg.park(CAROL);

        String refer = peer.next("REFER sip:carol@example.com ");
        assertTrue(!VirtualAgent.header(refer, "Call-ID").equals("call"), refer);
        assertEquals(
                "<sip:bob@example.com?Replaces=call%3Bto-tag%3Dt1%3Bfrom-tag%3D" + peer.ourTag + ">",
                VirtualAgent.header(refer, "Refer-To"));
        virtual.answer(refer, 202, "park", VirtualPeer.CONTACT, "");
        assertTrue(notifyParked(refer, 1, "active;expires=60", "100 Trying").startsWith("SIP/2.0 200"));
        assertEquals(100, peer.leg.transfer.get(0).status());
        assertTrue(
                notifyParked(refer, 2, "terminated;reason=noresource", "200 OK").startsWith("SIP/2.0 200"));

        assertTrue(peer.leg.facts.contains("transferred"));
        assertNull(peer.leg.transferFailure);
        peer.pass(Duration.ofSeconds(33));
        assertTrue(notifyParked(refer, 3, "active", "100 Trying").startsWith("SIP/2.0 481"));
    }

    @Test
    void whoIsFetchedWhileItIsParkedHasGoneThere() {
        peer.answered("");
        peer.leg.leg.park(CAROL);
        virtual.answer(peer.next("REFER "), 202, "park", VirtualPeer.CONTACT, "");

        virtual.receive(peer.request("BYE", 2, "", ""));

        assertTrue(peer.leg.facts.contains("transferred"));
    }

    @Test
    void whoDoesNotParkLeavesTheCall() {
        peer.answered("");
        peer.leg.leg.park(CAROL);

        virtual.answer(peer.next("REFER "), 603, "");

        assertEquals(603, peer.leg.transferFailure.wire().status());
        assertNull(peer.leg.ended);
    }

    private String notifyParked(String refer, int sequence, String state, String status) {
        String body = "SIP/2.0 " + status + "\r\n";
        String[] ids = {VirtualAgent.header(refer, "From"), VirtualAgent.header(refer, "Call-ID")};
        virtual.receive("NOTIFY sip:alice@127.0.0.1:50000 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKpark" + sequence + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:carol@example.com>;tag=park\r\nTo: " + ids[0] + "\r\nCall-ID: " + ids[1] + "\r\n"
                + "CSeq: " + sequence + " NOTIFY\r\n" + VirtualPeer.CONTACT + "Event: refer\r\n"
                + "Subscription-State: " + state + "\r\nContent-Type: message/sipfrag\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        return peer.next("SIP/2.0 ");
    }

    private void pickUp(boolean ringing) {
        peer.leg.leg = peer.calls.pickUp(CAROL, ringing, "Alice", peer.leg);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        subscribe = peer.next("SUBSCRIBE sip:carol@example.com ");
    }

    private static String dialog(String direction, String state, String callId, String identity) {
        return "<dialog id=\"" + callId + "\" call-id=\"" + callId
                + "\" local-tag=\"t2\" remote-tag=\"t1\" direction=\""
                + direction + "\"><state>" + state + "</state><remote><identity>" + identity
                + "</identity></remote></dialog>";
    }

    /** Tells of dialogs, and gets the answer. */
    private void tell(String dialogs) {
        String body = "<?xml version=\"1.0\"?><dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\""
                + " version=\"0\" state=\"full\" entity=\"sip:carol@example.com\">" + dialogs + "</dialog-info>";
        String content = dialogs.isEmpty() ? "" : body;
        String to = VirtualAgent.header(subscribe, "From");
        virtual.receive("NOTIFY sip:alice@127.0.0.1:50000 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKtell\r\nMax-Forwards: 70\r\n"
                + "From: <sip:carol@example.com>;tag=srv\r\nTo: " + to + "\r\nCall-ID: "
                + VirtualAgent.header(subscribe, "Call-ID") + "\r\nCSeq: 1 NOTIFY\r\n" + VirtualPeer.CONTACT
                + "Event: dialog\r\nSubscription-State: terminated;reason=timeout\r\n"
                + (content.isEmpty() ? "" : TYPE) + "Content-Length: " + content.length() + "\r\n\r\n" + content);
        peer.next("SIP/2.0 200");
    }
}
