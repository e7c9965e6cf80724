package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallHop;
import dev.duet.model.EndReason;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an INVITE tells of a call: which way it took, how it is to ring, and whether it is to be answered by itself. */
class CallDetailsTest {

    private static CallDetails details(boolean byServer, String headers) {
        VirtualPeer peer = new VirtualPeer();
        peer.byServer = byServer;
        peer.invite(headers, VirtualPeer.sdp(1000));
        return peer.leg.arrival.details();
    }

    @Test
    void allIsToldOnTheWayFromTheWire() {
        CallDetails details = details(
                false,
                "History-Info: <sip:carol@example.com?Reason=SIP%3Bcause%3D486>;index=1\r\n"
                        + "History-Info: <sip:alice@example.com>;index=1.1;mp=1\r\n"
                        + "Diversion: \"Carol\" <sip:carol@example.com>;reason=user-busy\r\n"
                        + "Diversion: <sip:dave@example.com>;reason=unconditional;privacy=full\r\n"
                        + "Alert-Info: <urn:alert:source:external>\r\n"
                        + "Alert-Info: <http://example.com/%E2%82%AC,1.wav>\r\n"
                        + "Answer-Mode: Auto\r\n");
        Address carol = Address.sip("carol@example.com");
        assertEquals(
                List.of(
                        new CallHop(CallHop.Source.HISTORY_INFO, carol, "", "1", 486, ""),
                        new CallHop(CallHop.Source.HISTORY_INFO, Address.sip("alice@example.com"), "", "1.1", 0, ""),
                        new CallHop(CallHop.Source.DIVERSION, null, "", "", 0, "unconditional"),
                        new CallHop(CallHop.Source.DIVERSION, carol, "Carol", "", 0, "user-busy")),
                details.hops());
        assertEquals(Optional.of(carol), details.firstCalled());
        assertEquals(List.of("urn:alert:source:external", "http://example.com/%E2%82%AC,1.wav"), details.alerts());
        assertTrue(details.autoAnswer().isPresent());
        assertFalse(details.asserted());
    }

    @Test
    void nothingIsToldOfACallThatTellsNothing() {
        assertEquals(CallDetails.NONE, details(true, ""));
    }

    @Test
    void onlyTheOwnServerSaysWhoSomebodyIs() {
        String identity = "P-Asserted-Identity: <sip:bob@example.com>\r\n";
        assertTrue(details(true, identity).asserted());
        assertFalse(details(false, identity).asserted());
    }

    @Test
    void headersThatNobodyCanReadKeepNoCallAway() {
        CallDetails details = details(
                false,
                "History-Info: \"<<<,;index=\r\nDiversion: ,,,<\r\nAlert-Info: <\r\nAnswer-Mode: ;;;\r\n"
                        + "Call-Info: <>;answer-after=x\r\n");
        assertEquals(CallDetails.NONE, details);
    }

    @Test
    void whoAsksIsToldTheWayThatItsCallTook() {
        String way = "<sip:carol@example.com?Privacy=history>;index=1, <sip:alice@example.com>;index=1.1";
        VirtualPeer peer = new VirtualPeer();
        peer.invite("Supported: histinfo\r\nHistory-Info: " + way + "\r\n", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        assertEquals(way, VirtualAgent.header(peer.next("SIP/2.0 180"), "History-Info"));
        peer.leg.leg.end(EndReason.of(EndReason.Kind.BUSY, EndReason.By.LOCAL));
        assertEquals(way, VirtualAgent.header(peer.next("SIP/2.0 486"), "History-Info"));
    }

    @Test
    void whoDoesNotAskOrAsksForTooMuchIsNotTold() {
        String way = "History-Info: <sip:carol@example.com>;index=1\r\n";
        VirtualPeer peer = new VirtualPeer();
        peer.invite(way, VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        assertFalse(peer.next("SIP/2.0 180").contains("History-Info"));
        VirtualPeer other = new VirtualPeer();
        other.invite("Supported: histinfo\r\n" + way.repeat(100), VirtualPeer.sdp(1000));
        other.leg.leg.ring();
        assertFalse(other.next("SIP/2.0 180").contains("History-Info"));
    }

    @Test
    void whoeverAnswersTellsTheWayOfACallOfOurs() {
        VirtualPeer peer = new VirtualPeer();
        String invite = peer.dial();
        assertEquals(List.of(), peer.leg.hops);
        peer.virtual.answer(
                invite,
                180,
                peer.theirTag,
                VirtualPeer.CONTACT + "History-Info: <sip:bob@example.com?Reason=SIP%3Bcause%3D302>;index=1\r\n"
                        + "History-Info: <sip:carol@example.com>;index=1.1;mp=1\r\n",
                "");
        assertEquals(
                List.of(
                        new CallHop(CallHop.Source.HISTORY_INFO, Address.sip("bob@example.com"), "", "1", 302, ""),
                        new CallHop(CallHop.Source.HISTORY_INFO, Address.sip("carol@example.com"), "", "1.1", 0, "")),
                peer.leg.hops);
        peer.virtual.answer(invite, 486, peer.theirTag, "History-Info: <sip:dave@example.com>;index=1\r\n", "");
        assertEquals(Address.sip("dave@example.com"), peer.leg.hops.get(0).address());
    }

    @Test
    void proxiesAreAskedToTellTheWay() {
        String supported = VirtualAgent.header(new VirtualPeer().dial(), "Supported");
        assertTrue(List.of(supported.split(", ?")).containsAll(List.of("histinfo", "answermode")), supported);
    }
}
