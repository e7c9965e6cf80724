package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.spi.CallLeg;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that are sent on by 3xx (RFC 3261 8.1.3.4, 21.3). */
class RedirectionTest {

    private static final String CONTACT = "Contact: <sip:carol@127.0.0.1:5060>\r\n";

    private final VirtualAgent virtual = new VirtualAgent(Transport.UDP);
    private final LegRecorder leg = new LegRecorder();
    private final Calls calls = new Calls(virtual.agent, new Recorder(), message -> {});
    private CallLeg call = calls.dial(Address.sip("bob@example.com"), "Alice", leg);

    @Test
    void theCallIsMadeAgainWhereItIsSent() {
        String first = invite();

        String second = sentOn(first, 302, "Contact: \"Carol\" <sip:carol@example.net>\r\n");

        assertTrue(second.startsWith("INVITE sip:carol@example.net SIP/2.0"), second);
        for (String same : List.of("From", "To", "Call-ID")) {
            assertEquals(VirtualAgent.header(first, same), VirtualAgent.header(second, same));
        }
        assertEquals("2 INVITE", VirtualAgent.header(second, "CSeq"));
        assertFalse(VirtualAgent.header(first, "Via").equals(VirtualAgent.header(second, "Via")));
        assertEquals(body(first), body(second));
        virtual.answer(second, 180, "t2", CONTACT, "");
        virtual.answer(second, 200, "t2", CONTACT, sdp());
        assertEquals("2 ACK", VirtualAgent.header(virtual.next(), "CSeq"));
        assertEquals(List.of("ringing", "answered1", "accepted"), leg.facts);
    }

    @Test
    void thePreferredPlaceIsTriedFirstAndTheOthersWhenItFails() {
        String second = sentOn(
                invite(),
                300,
                "Contact: <sip:c@example.net>;q=0.2, <sip:d@example.net>;q=0.9, <sip:e@example.net>;q=0.5\r\n");

        assertTrue(second.startsWith("INVITE sip:d@example.net "), second);
        String third = sentOn(second, 486, "");
        assertTrue(third.startsWith("INVITE sip:e@example.net "), third);
        virtual.loop.advance(Duration.ofSeconds(33)); // nobody answers there
        String fourth = virtual.next();
        while (!fourth.startsWith("INVITE sip:c@")) {
            fourth = virtual.next();
        }
        virtual.answer(fourth, 486, "");
        assertEquals(Kind.BUSY, leg.ended.kind());
    }

    @Test
    void aPlaceThatSendsBackEndsTheCall() {
        String second = sentOn(invite(), 302, "Contact: <sip:carol@example.net>\r\n");

        virtual.answer(second, 302, "Contact: <sip:bob@example.com>, <sip:carol@EXAMPLE.net>\r\n");

        assertEquals(Kind.FORWARDED, leg.ended.kind());
        assertEquals(302, leg.ended.wire().status());
    }

    @Test
    void aCallIsSentOnFiveTimesAtMost() {
        String invite = invite();
        for (int i = 1; i <= Redirection.MOST; i++) {
            invite = sentOn(invite, 302, "Contact: <sip:n" + i + "@example.net>\r\n");
        }

        virtual.answer(invite, 302, "Contact: <sip:beyond@example.net>\r\n");

        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.isSilent());
        assertEquals(Kind.FORWARDED, leg.ended.kind());
    }

    @Test
    void aRefusalOfEverybodyIsTheEnd() {
        String second = sentOn(invite(), 302, "Contact: <sip:c@example.net>, <sip:d@example.net>;q=0.1\r\n");

        virtual.answer(second, 603, "");

        assertEquals(Kind.DECLINED, leg.ended.kind());
        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.isSilent());
    }

    @Test
    void aCallThatIsGivenUpIsNotSentOn() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", CONTACT, "");
        call.end(EndReason.of(Kind.CANCELLED, By.LOCAL));
        assertTrue(virtual.next().startsWith("CANCEL "));

        virtual.answer(invite, 302, "t1", "Contact: <sip:carol@example.net>\r\n", "");

        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.isSilent());
    }

    @Test
    void theNewTryCanBeCancelled() {
        String second = sentOn(invite(), 302, "Contact: <sip:carol@example.net>\r\n");
        virtual.answer(second, 180, "t2", CONTACT, "");

        call.end(EndReason.of(Kind.CANCELLED, By.LOCAL));

        String cancel = virtual.next();
        assertTrue(cancel.startsWith("CANCEL sip:carol@example.net "), cancel);
        assertEquals("2 CANCEL", VirtualAgent.header(cancel, "CSeq"));
    }

    @Test
    void earlyMediaOfTheFirstPlaceAreNoAnswerOfTheSecond() {
        String invite = invite();
        virtual.answer(invite, 183, "t1", CONTACT, sdp());
        String second = sentOn(invite, 302, "Contact: <sip:carol@example.net>\r\n");

        virtual.answer(second, 200, "t2", CONTACT, "");

        assertEquals(Kind.INCOMPATIBLE, leg.ended.kind());
    }

    @Test
    void whatAUriWantsInTheRequestIsLeftOut() {
        String second =
                sentOn(invite(), 301, "Contact: <sip:carol@example.net;method=BYE?Subject=x&Route=%3Csip:evil%3E>\r\n");

        assertTrue(second.startsWith("INVITE sip:carol@example.net SIP/2.0"), second);
        assertFalse(second.contains("evil"), second);
    }

    @Test
    void aTelephoneNumberIsCalledAtTheOwnServer() {
        String second = sentOn(invite(), 302, "Contact: <tel:+15551234>\r\n");

        assertTrue(second.startsWith("INVITE sip:+15551234@example.com;user=phone SIP/2.0"), second);
    }

    @Test
    void placesThatCannotBeCalledEndTheCall() {
        for (String contact :
                List.of("", "Contact: <http://example.net/>\r\n", "Contact: <mailto:b@example.net>\r\n")) {
            LegRecorder other = new LegRecorder();
            CallLeg third = calls.dial(Address.sip("bob@example.com"), "Alice", other);
            third.offer(new SessionDescription(List.of(), List.of(), false));
            virtual.answer(virtual.next(), 302, contact);
            assertTrue(virtual.next().startsWith("ACK "));
            assertEquals(Kind.FORWARDED, other.ended.kind(), contact);
            assertTrue(virtual.isSilent());
        }
    }

    @Test
    void placesThatSipDoesNotReachAreTold() {
        LegRecorder other = new LegRecorder();
        call = calls.dial(Address.sip("bob@example.com"), "Alice", other);

        String second = sentOn(
                invite(), 302, "Contact: <xmpp:carol@example.com>;q=0.3, <sip:carol@example.net>, <mailto:c@d.e>\r\n");

        assertTrue(second.startsWith("INVITE sip:carol@example.net "), second);
        assertEquals(List.of(), other.forwarded);
        virtual.answer(second, 404, "");
        assertEquals(List.of(Address.xmpp("carol@example.com")), other.forwarded);
        assertEquals(Kind.NOT_FOUND, other.ended.kind());
    }

    @Test
    void useAProxyAndAlternativeServiceAreNotFollowed() {
        for (int status : List.of(305, 380)) {
            LegRecorder other = new LegRecorder();
            CallLeg third = calls.dial(Address.sip("bob@example.com"), "Alice", other);
            third.offer(new SessionDescription(List.of(), List.of(), false));
            virtual.answer(virtual.next(), status, "Contact: <sip:carol@example.net>\r\n");
            assertTrue(virtual.next().startsWith("ACK "));
            assertEquals(status, other.ended.wire().status());
        }
    }

    @Test
    void aSecureCallIsNotSentToAPlaceThatIsNot() {
        call = calls.dial(Address.sip("sips:bob@example.com"), "Alice", leg);
        String second = sentOn(invite(), 302, "Contact: <sip:carol@example.net>, <sips:dave@example.net>;q=0.1\r\n");

        assertTrue(second.startsWith("INVITE sips:dave@example.net "), second);
    }

    private String invite() {
        call.offer(new SessionDescription(List.of(), List.of(), false));
        return virtual.next();
    }

    private String sentOn(String invite, int status, String headers) {
        virtual.answer(invite, status, headers);
        assertTrue(virtual.next().startsWith("ACK "));
        return virtual.next();
    }

    private static String body(String message) {
        return message.split("\r\n\r\n", 2)[1];
    }

    private static String sdp() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 1000 RTP/AVP 0\r\n";
    }
}
