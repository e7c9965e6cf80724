package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The session flows of RFC 3665 3, by number and name: as Alice, who calls, and as Bob, who is called. What proxies do
 * among themselves is not seen by either.
 */
class Rfc3665Test {

    private static final String RINGING = "SIP/2.0 180";
    private static final String OK = "SIP/2.0 200";
    private static final String PROXIES = "Record-Route: <sip:127.0.0.1:5062;lr>, <sip:127.0.0.1:5061;lr>\r\n";

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;

    @Test
    void rfc3665_3_1_successfulSessionEstablishment_asAlice() {
        String invite = peer.dial();
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT, "");
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        peer.next("ACK sip:one@127.0.0.1:5060 ");

        assertTrue(peer.ask("BYE", 1, "", "").startsWith(OK));

        assertEquals(List.of("ringing", "answered1", "accepted", "ended"), peer.leg.facts);
        assertEquals(EndReason.of(Kind.HANGUP, By.REMOTE), peer.leg.ended);
    }

    @Test
    void rfc3665_3_1_successfulSessionEstablishment_asBob() {
        called("", VirtualPeer.sdp(1000));

        peer.hangUp();

        virtual.answer(peer.next("BYE sip:one@127.0.0.1:5060 "), 200, "");
        assertEquals(EndReason.of(Kind.HANGUP, By.LOCAL), peer.leg.ended);
    }

    @Test
    void rfc3665_3_2_sessionEstablishmentThroughTwoProxies_asAlice() {
        String invite = challenged(peer.dial(), "atlanta.example.com");
        assertTrue(
                VirtualAgent.header(invite, "Proxy-Authorization").contains("realm=\"atlanta.example.com\""), invite);
        virtual.answer(invite, 100, "", "", "");
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT + PROXIES, "");
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT + PROXIES, VirtualPeer.sdp(1000));

        assertGoesBy(peer.next("ACK sip:one@127.0.0.1:5060 "), "127.0.0.1:5061", "127.0.0.1:5062");
        assertTrue(peer.ask("BYE", 1, "", "").startsWith(OK));
    }

    @Test
    void rfc3665_3_2_sessionEstablishmentThroughTwoProxies_asBob() {
        String ok = called(PROXIES, VirtualPeer.sdp(1000));
        assertTrue(ok.contains("127.0.0.1:5062;lr") && ok.contains("127.0.0.1:5061;lr"), ok);

        peer.hangUp();

        assertGoesBy(peer.next("BYE sip:one@127.0.0.1:5060 "), "127.0.0.1:5062", "127.0.0.1:5061");
    }

    @Test
    void rfc3665_3_3_sessionWithMultipleProxyAuthentication() {
        String second = challenged(peer.dial(), "atlanta.example.com");
        String third = challenged(second, "biloxi.example.com");

        assertEquals("3 INVITE", VirtualAgent.header(third, "CSeq"));
        assertTrue(third.contains("realm=\"atlanta.example.com\""), third);
        assertTrue(third.contains("realm=\"biloxi.example.com\""), third);
        virtual.answer(third, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        peer.next("ACK ");
        assertEquals(List.of("answered1", "accepted"), peer.leg.facts);
    }

    @Test
    void rfc3665_3_6_sessionViaRedirectAndProxyServers_asAlice() {
        String invite = peer.dial();
        virtual.answer(invite, 302, "Contact: <sip:bob@chicago.example.com>\r\n");
        peer.next("ACK ");

        String second = peer.next("INVITE sip:bob@chicago.example.com ");

        virtual.answer(second, 180, "t1", VirtualPeer.CONTACT, "");
        virtual.answer(second, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        peer.next("ACK ");
        assertEquals(List.of("ringing", "answered1", "accepted"), peer.leg.facts);
    }

    @Test
    void rfc3665_3_6_sessionWithSdpInAck_asBob() {
        peer.invite("", "");
        peer.leg.leg.ring();
        peer.next(RINGING);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        assertTrue(peer.next(OK).contains("o=- "));

        virtual.receive(peer.request("ACK", 1, "", VirtualPeer.sdp(1000)));

        assertEquals(List.of("wantsOffer", "answered1"), peer.leg.facts);
        assertTrue(peer.ask("BYE", 2, "", "").startsWith(OK));
    }

    @Test
    void rfc3665_3_7_sessionWithReInvite_asAlice() {
        peer.talk("");
        virtual.receive(peer.request("INVITE", 1, "Contact: <sip:bob@127.0.0.1:5099>\r\n", VirtualPeer.sdp(1002)));
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        assertTrue(peer.next(OK).contains("o=- "));
        virtual.receive(peer.request("ACK", 1, "", ""));

        peer.hangUp();

        peer.next("BYE sip:bob@127.0.0.1:5099 ");
    }

    @Test
    void rfc3665_3_7_sessionWithReInvite_asBob() {
        called("", VirtualPeer.sdp(1000));
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String invite = peer.next("INVITE sip:one@127.0.0.1:5060 ");

        virtual.answer(invite, 200, "", "Contact: <sip:alice@127.0.0.1:5098>\r\n", VirtualPeer.sdp(1002));

        peer.next("ACK sip:alice@127.0.0.1:5098 ");
        assertEquals(List.of("offered1", "answered1"), peer.leg.facts);
    }

    @Test
    void rfc3665_3_8_unsuccessfulNoAnswer_asAlice() {
        String invite = peer.dial();
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT, "");
        peer.leg.leg.end(EndReason.of(Kind.CANCELLED, By.LOCAL));

        virtual.answer(peer.next("CANCEL sip:bob@example.com "), 200, "");
        virtual.answer(invite, 487, "t1", "", "");

        assertEquals("1 ACK", VirtualAgent.header(peer.next("ACK "), "CSeq"));
    }

    @Test
    void rfc3665_3_8_unsuccessfulNoAnswer_asBob() {
        String invite = peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.next(RINGING);

        virtual.receive(VirtualPeer.cancel(invite));

        assertEquals("1 CANCEL", VirtualAgent.header(peer.next(OK), "CSeq"));
        peer.next("SIP/2.0 487");
        assertEquals(EndReason.of(Kind.CANCELLED, By.REMOTE), peer.leg.ended);
    }

    @Test
    void rfc3665_3_9_unsuccessfulBusy_asAlice() {
        virtual.answer(peer.dial(), 486, "t1", "", "");

        peer.next("ACK ");
        assertEquals(Kind.BUSY, peer.leg.ended.kind());
    }

    @Test
    void rfc3665_3_9_unsuccessfulBusy_asBob() {
        peer.invite("", VirtualPeer.sdp(1000));

        peer.leg.leg.end(EndReason.of(Kind.BUSY, By.LOCAL));

        peer.next("SIP/2.0 486");
    }

    @Test
    void rfc3665_3_10_unsuccessfulNoResponseFromUserAgent_asAlice() {
        String invite = peer.dial();
        virtual.answer(invite, 100, "", "", "");

        virtual.answer(invite, 480, "t1", "", ""); // the proxy gave up

        peer.next("ACK ");
        assertEquals(Kind.UNREACHABLE, peer.leg.ended.kind());
    }

    @Test
    void rfc3665_3_11_unsuccessfulTemporarilyUnavailable_asAlice() {
        String invite = peer.dial();
        virtual.answer(invite, 180, "t1", VirtualPeer.CONTACT, "");

        virtual.answer(invite, 480, "t1", "", "");

        peer.next("ACK ");
        assertEquals(Kind.NO_ANSWER, peer.leg.ended.kind());
    }

    @Test
    void rfc3665_3_11_unsuccessfulTemporarilyUnavailable_asBob() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.next(RINGING);

        peer.leg.leg.end(EndReason.of(Kind.NO_ANSWER, By.LOCAL));

        peer.next("SIP/2.0 480");
    }

    /** A proxy wants to know who calls: gives the INVITE that says it. */
    private String challenged(String invite, String realm) {
        virtual.answer(
                invite,
                407,
                "Proxy-Authenticate: Digest realm=\"" + realm + "\", qop=\"auth\", nonce=\"n-" + realm
                        + "\", algorithm=MD5\r\n");
        peer.next("ACK ");
        return peer.next("INVITE ");
    }

    /** Bob is called and takes the call; gives his 200. */
    private String called(String headers, String body) {
        peer.invite(headers, body);
        peer.leg.leg.ring();
        peer.next(RINGING);
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();
        String ok = peer.next(OK);
        virtual.receive(peer.request("ACK", 1, "", ""));
        assertFalse(peer.leg.facts.contains("ended"));
        return ok;
    }

    private static void assertGoesBy(String request, String first, String second) {
        int one = request.indexOf(first + ";lr");
        int two = request.indexOf(second + ";lr");
        assertTrue(one > 0 && two > one, request);
    }
}
