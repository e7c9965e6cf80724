package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.CallTrace;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a call's leg tells of what goes over the wire. */
class TraceTest {

    private final VirtualPeer peer = new VirtualPeer();
    private final VirtualAgent virtual = peer.virtual;
    private final List<CallTrace.Message> seen = new ArrayList<>();

    @Test
    void ofACallThatThisSideMakesItShowsWhatIsSentAgainAndNoCredentials() {
        String invite = dialTraced();
        peer.pass(Duration.ofMillis(500));
        virtual.next();
        virtual.answer(
                invite,
                407,
                "Proxy-Authenticate: Digest realm=\"example.com\", nonce=\"n0nce\", algorithm=SHA-256\r\n");
        virtual.next();
        String second = virtual.next();
        virtual.answer(second, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));

        assertEquals("""
                    0.000 --> INVITE sip:bob@example.com + application/sdp  [UDP 127.0.0.1:5060]
                    0.500 --> INVITE sip:bob@example.com + application/sdp  [UDP 127.0.0.1:5060] (again)
                    0.500 <-- 407 Words (INVITE)  [UDP 127.0.0.1:5060]
                    0.500 --> ACK sip:bob@example.com  [UDP 127.0.0.1:5060]
                    0.500 --> INVITE sip:bob@example.com + application/sdp  [UDP 127.0.0.1:5060]
                    0.500 <-- 200 Words (INVITE) + application/sdp  [UDP 127.0.0.1:5060]
                    0.500 --> ACK sip:one@127.0.0.1:5060  [UDP 127.0.0.1:5060]
                """, new CallTrace(seen, 0).ladder());
        assertTrue(second.contains("Proxy-Authorization: Digest username=\"alice\""), second);
        String text = new CallTrace(seen, 0).text();
        assertTrue(text.contains("Proxy-Authorization: ***"), text);
        assertFalse(text.contains("n0nce") || text.contains("username"), text);
        assertTrue(text.contains("m=audio 1000"), text);
    }

    @Test
    void ofACallThatComesItBeginsWithTheInvite() {
        peer.invite("", VirtualPeer.sdp(1000));
        peer.leg.leg.ring();
        peer.pass(Duration.ofSeconds(1));
        peer.leg.leg.trace(seen::add);
        peer.leg.leg.answer(VirtualPeer.NO_MEDIA);
        peer.leg.leg.accept();

        assertEquals(
                List.of("INVITE sip:alice@127.0.0.1:50000 + application/sdp", "200 OK (INVITE) + application/sdp"),
                seen.stream().map(CallTrace.Message::title).limit(2).toList());
        assertEquals(
                Duration.ofSeconds(1),
                Duration.between(seen.get(0).at(), seen.get(1).at()));
    }

    @Test
    void itShowsNoKeysAndNothingThatAUserPressedOrWrote() {
        dialTraced();
        virtual.answer(
                virtual.wire.sent.get(0),
                200,
                "t1",
                VirtualPeer.CONTACT,
                VirtualPeer.sdp(1000)
                        + "a=ice-pwd:verysecretverysecret\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:keykeykey\r\n");
        virtual.skip();
        virtual.receive(peer.request(
                "INFO",
                7,
                VirtualPeer.CONTACT + "Content-Type: application/dtmf-relay\r\n",
                "Signal=5\r\nDuration=100\r\n"));
        virtual.receive(peer.request(
                "MESSAGE", 8, VirtualPeer.CONTACT + "Content-Type: text/plain\r\n", "the key is under the mat"));

        String text = new CallTrace(seen, 0).text();
        assertTrue(text.contains("a=ice-pwd:***") && text.contains("a=crypto:***"), text);
        assertFalse(text.contains("verysecret") || text.contains("keykeykey"), text);
        assertTrue(text.contains("INFO sip:") && text.contains("MESSAGE sip:"), text);
        assertFalse(text.contains("Signal") || text.contains("under the mat"), text);
        assertTrue(text.contains("(24 octets that are not shown)"), text);
    }

    @Test
    void itShowsNothingOfOtherCallsAndNothingWhenItIsOff() {
        dialTraced();
        int own = seen.size();
        peer.callId = "another";
        peer.ourTag = "";
        peer.invite("", VirtualPeer.sdp(1000));
        assertEquals(own, seen.size());

        virtual.agent.traces().follow(VirtualAgent.header(virtual.wire.sent.get(0), "Call-ID"), null, () -> true);
        peer.pass(Duration.ofSeconds(2));

        assertEquals(own, seen.size());
    }

    @Test
    void theAnswerToAByeIsInItAndNothingLater() {
        String invite = dialTraced();
        virtual.answer(invite, 200, "t1", VirtualPeer.CONTACT, VirtualPeer.sdp(1000));
        virtual.skip();
        peer.hangUp();
        String bye = virtual.next();
        virtual.answer(bye, 200, "");
        assertEquals("200 Words (BYE)", seen.get(seen.size() - 1).title());
        int all = seen.size();

        peer.pass(Duration.ofSeconds(90));
        virtual.receive(peer.request("INFO", 9, VirtualPeer.CONTACT, ""));

        assertEquals(all, seen.size());
    }

    private String dialTraced() {
        peer.leg.leg = peer.calls.dial(Address.sip("bob@example.com"), "Alice", peer.leg);
        peer.leg.leg.trace(seen::add);
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        String invite = virtual.next();
        peer.callId = VirtualAgent.header(invite, "Call-ID");
        peer.ourTag = VirtualAgent.header(invite, "From").replaceFirst(".*;tag=", "");
        return invite;
    }
}
