package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REFER as the one who sends it: the transferor (RFC 3515, RFC 4488). */
class Rfc3515Test {

    private static final Address CAROL = Address.sip("carol@example.com");
    private static final String FRAG = "Content-Type: message/sipfrag;version=2.0\r\n";
    private static final String ACTIVE = "Event: refer\r\nSubscription-State: active;expires=60\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;
    private int sequence = 1;

    @Test
    void section241ARequestNamesWhomToCallOnceAndWhereNotificationsGo() {
        String refer = refer();

        assertEquals("<sip:carol@example.com>", VirtualAgent.header(refer, "Refer-To"));
        assertEquals("<sip:alice@example.com>", VirtualAgent.header(refer, "Referred-By"));
        assertTrue(VirtualAgent.header(refer, "Contact").startsWith("<sip:"), refer);
        assertTrue(VirtualAgent.header(refer, "Supported").contains("norefersub"), refer);
    }

    @Test
    void section244TheProgressIsToldAndTheEndEndsIt() {
        agreed();

        assertOk(notify(ACTIVE, FRAG, "SIP/2.0 100 Trying\r\n"));
        assertOk(notify(ACTIVE, FRAG, "SIP/2.0 180 Ringing\r\n"));
        assertEquals(List.of(WireDetail.sip(100, "Trying"), WireDetail.sip(180, "Ringing")), peer.leg.transfer);
        assertTrue(!peer.leg.facts.contains("transferred"));
        assertOk(notify(terminated("noresource"), FRAG, "SIP/2.0 200 OK\r\n"));

        assertTrue(peer.leg.facts.contains("transferred"));
        assertNull(peer.leg.transferFailure);
    }

    @Test
    void section245WhatTheOtherSideDidNotReachIsTold() {
        agreed();

        assertOk(notify(terminated("noresource"), FRAG, "SIP/2.0 486 Busy Here\r\n"));

        assertEquals(WireDetail.sip(486, "Busy Here"), peer.leg.transferFailure.wire());
        assertNull(peer.leg.ended);
    }

    @Test
    void section242ARefusalIsTold() {
        virtual.answer(refer(), 603, "");

        assertEquals(603, peer.leg.transferFailure.wire().status());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "'Event: presence\r\nSubscription-State: active\r\n', 481",
        "'Event: refer\r\n', 400",
        "'Event: refer;id=1\r\nSubscription-State: active\r\n', 481",
        "'Event: refer;id=99\r\nSubscription-State: active\r\n', 200",
        "'o: refer\r\nSubscription-State: active\r\n', 200"
    })
    void section246OnlyWhatIsAboutOurRequestIsTaken(String headers, int status) {
        agreed();

        String answer = notify(headers, FRAG, "SIP/2.0 100 Trying\r\n");

        assertTrue(answer.startsWith("SIP/2.0 " + status), answer);
    }

    @Test
    void section35ABodyThatIsNoStatusIsRefused() {
        agreed();

        assertTrue(
                notify(ACTIVE, FRAG, "INVITE sip:carol@example.com SIP/2.0\r\n").startsWith("SIP/2.0 400"));
        String other = notify(ACTIVE, "Content-Type: text/plain\r\n", "SIP/2.0 200 OK\r\n");
        assertTrue(other.startsWith("SIP/2.0 415"), other);
        assertEquals("message/sipfrag", VirtualAgent.header(other, "Accept"));
    }

    @Test
    void aSubscriptionThatEndsBeforeTheOutcomeLeavesItUnknown() {
        agreed();

        assertOk(notify(terminated("timeout"), FRAG, "SIP/2.0 180 Ringing\r\n"));

        assertEquals(Failure.Kind.TIMEOUT, peer.leg.transferFailure.kind());
        assertNull(peer.leg.ended);
    }

    @Test
    void whoTellsNothingMoreIsNotWaitedForForEver() {
        agreed();
        assertOk(notify(ACTIVE.replace("60", "100"), FRAG, "SIP/2.0 180 Ringing\r\n"));

        peer.pass(Duration.ofSeconds(99));
        assertNull(peer.leg.transferFailure);
        peer.pass(Duration.ofSeconds(1));

        assertEquals(Failure.Kind.TIMEOUT, peer.leg.transferFailure.kind());
    }

    @Test
    void whatIsToldBeforeTheRequestIsAnsweredCounts() {
        refer();

        assertOk(notify(terminated("noresource"), FRAG, "SIP/2.0 200 OK\r\n"));

        assertNull(peer.leg.transferFailure);
        assertTrue(peer.leg.facts.contains("transferred"));
    }

    @Test
    void whoAgreesAndHangsUpIsGone() {
        agreed();

        virtual.receive(peer.request("BYE", ++sequence, "", ""));

        assertTrue(peer.leg.facts.contains("transferred"));
        assertNull(peer.leg.transferFailure);
        assertEquals(EndReason.Kind.HANGUP, peer.leg.ended.kind());
    }

    @Test
    void whoHangsUpBeforeThatIsNot() {
        refer();

        virtual.receive(peer.request("BYE", ++sequence, "", ""));

        assertTrue(!peer.leg.facts.contains("transferred"));
    }

    @Test
    void oneTransferIsUnderWayAtATime() {
        agreed();

        peer.leg.leg.transfer(CAROL);

        assertTrue(virtual.isSilent());
        assertEquals(Failure.Kind.REFUSED, peer.leg.transferFailure.kind());
    }

    @Test
    void rfc4488Section4WithoutASubscriptionTheAnswerIsTheEnd() {
        virtual.answer(refer(), 202, "Refer-Sub: false\r\n");

        assertTrue(peer.leg.facts.contains("transferred"));
        assertNull(peer.leg.transferFailure);
    }

    private String refer() {
        peer.talk("");
        peer.leg.leg.transfer(CAROL);
        return peer.next("REFER ");
    }

    private void agreed() {
        virtual.answer(refer(), 202, VirtualPeer.CONTACT);
    }

    private String notify(String headers, String type, String body) {
        String request = peer.request("NOTIFY", ++sequence, VirtualPeer.CONTACT + headers + type, "");
        virtual.receive(
                request.replace("Content-Length: 0\r\n\r\n", "Content-Length: " + body.length() + "\r\n\r\n") + body);
        return peer.next("SIP/2.0 ");
    }

    private static void assertOk(String response) {
        assertTrue(response.startsWith("SIP/2.0 200"), response);
    }

    private static String terminated(String reason) {
        return "Event: refer\r\nSubscription-State: terminated;reason=" + reason + "\r\n";
    }
}
