package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Provisional responses that ask to be acknowledged (RFC 3262), as the caller. */
class EarlyDialogsTest {

    private static final String ONE = "Contact: <sip:one@127.0.0.1:5060>\r\n";
    private static final String OTHER = "Contact: <sip:other@127.0.0.1:5060>\r\n";

    private final VirtualAgent virtual = new VirtualAgent(Transport.UDP);
    private final LegRecorder leg = new LegRecorder();
    private final Calls calls = new Calls(virtual.agent, new Recorder(), message -> {});
    private final CallLeg call = calls.dial(Address.sip("bob@example.com"), "Alice", leg);

    @Test
    void aReliableResponseIsAcknowledged() {
        String invite = invite();
        assertTrue(VirtualAgent.header(invite, "Supported").contains("100rel"), invite);

        virtual.answer(invite, 180, "t1", ONE + reliable(776), "");

        String prack = virtual.next();
        assertTrue(prack.startsWith("PRACK sip:one@127.0.0.1:5060 SIP/2.0"), prack);
        assertEquals("776 1 INVITE", VirtualAgent.header(prack, "RAck"));
        assertEquals("2 PRACK", VirtualAgent.header(prack, "CSeq"));
        assertTrue(VirtualAgent.header(prack, "To").endsWith(";tag=t1"), prack);
        assertTrue(VirtualAgent.header(invite, "From").endsWith(VirtualAgent.header(prack, "From")), prack);
        assertEquals(List.of("ringing"), leg.facts);
    }

    /** JAIN-SIP knows whose response it is by its branch alone. */
    @Test
    void theAcknowledgementNamesTheRequestWhateverTheResponseSaysOfIt() {
        String invite = invite();

        virtual.answer(invite.replace("CSeq: 1 INVITE", "CSeq: 0 INVITE"), 183, "t1", ONE + reliable(2), "");

        assertEquals("2 1 INVITE", VirtualAgent.header(virtual.next(), "RAck"));
    }

    @Test
    void theAnswerMayComeInAReliableResponseAlone() {
        String invite = invite();
        virtual.answer(invite, 183, "t1", ONE + reliable(1), sdp(1000));
        acknowledged("1 1 INVITE");
        virtual.answer(invite, 200, "t1", ONE, "");

        assertEquals("1 ACK", VirtualAgent.header(virtual.next(), "CSeq"));
        assertEquals(List.of("answered1", "accepted"), leg.facts);
        call.end(EndReason.of(Kind.HANGUP, By.LOCAL));
        assertEquals("3 BYE", VirtualAgent.header(virtual.next(), "CSeq"));
    }

    @Test
    void oneThatComesAgainIsNotAcknowledgedAgain() {
        String invite = invite();
        virtual.answer(invite, 183, "t1", ONE + reliable(1), sdp(1000));
        acknowledged("1 1 INVITE");

        virtual.answer(invite, 183, "t1", ONE + reliable(1), sdp(1000));

        assertTrue(virtual.isSilent());
        assertEquals(List.of("answered1"), leg.facts);
    }

    @Test
    void oneThatIsAheadOfItsTurnWaitsForTheOneBefore() {
        String invite = invite();
        virtual.answer(invite, 183, "t1", ONE + reliable(5), sdp(1000));
        acknowledged("5 1 INVITE");

        virtual.answer(invite, 180, "t1", ONE + reliable(7), "");
        assertTrue(virtual.isSilent());
        assertEquals(List.of("answered1"), leg.facts);
        virtual.answer(invite, 183, "t1", ONE + reliable(6), "");
        acknowledged("6 1 INVITE");
        virtual.answer(invite, 180, "t1", ONE + reliable(7), "");

        acknowledged("7 1 INVITE");
        assertEquals(List.of("answered1", "ringing"), leg.facts);
    }

    @Test
    void eachBranchCountsByItself() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", ONE + reliable(1), "");
        assertTrue(acknowledged("1 1 INVITE").startsWith("PRACK sip:one@"));
        virtual.answer(invite, 180, "t2", OTHER + reliable(9), "");
        assertTrue(acknowledged("9 1 INVITE").startsWith("PRACK sip:other@"));

        virtual.answer(invite, 200, "t2", OTHER, sdp(2000));
        assertTrue(virtual.next().startsWith("ACK sip:other@"));
        virtual.answer(invite, 200, "t1", ONE, sdp(1000));
        assertTrue(virtual.next().startsWith("ACK sip:one@"));

        String bye = virtual.next();
        assertTrue(bye.startsWith("BYE sip:one@"), bye);
        assertEquals("3 BYE", VirtualAgent.header(bye, "CSeq"));
    }

    @Test
    void theAcceptanceHasTheLastWordOnRouteAndTarget() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", ONE + reliable(1), "");
        acknowledged("1 1 INVITE");

        virtual.answer(invite, 200, "t1", OTHER + "Record-Route: <sip:127.0.0.1:5061;lr>\r\n", sdp(1000));

        String ack = virtual.next();
        assertTrue(ack.startsWith("ACK sip:other@127.0.0.1:5060 SIP/2.0"), ack);
        assertTrue(ack.contains("Route: <sip:127.0.0.1:5061;lr>"), ack);
    }

    @Test
    void theRouteOfTheResponseIsTakenByItsAcknowledgement() {
        String invite = invite();

        virtual.answer(invite, 180, "t1", ONE + reliable(1) + "Record-Route: <sip:127.0.0.1:5061;lr>\r\n", "");

        String prack = virtual.next();
        assertTrue(prack.startsWith("PRACK sip:one@") && prack.contains("Route: <sip:127.0.0.1:5061;lr>"), prack);
    }

    @Test
    void whatCannotBeAcknowledgedIsNotLookedAt() {
        String invite = invite();
        virtual.answer(invite, 180, "t1", reliable(1), ""); // no contact: no dialog

        assertTrue(virtual.isSilent());
        assertEquals(List.of(), leg.facts);
    }

    @Test
    void branchesWithoutEndAreNotAcknowledgedWithoutEnd() {
        String invite = invite();
        for (int i = 0; i < 40; i++) {
            virtual.answer(invite, 180, "t" + i, ONE + reliable(1), "");
        }

        int sent = 0;
        while (!virtual.isSilent()) {
            assertTrue(virtual.next().startsWith("PRACK "));
            sent++;
        }
        assertEquals(32, sent);
    }

    private static String reliable(long number) {
        return "Require: 100rel\r\nRSeq: " + number + "\r\n";
    }

    /** The acknowledgement, which the other side takes. */
    private String acknowledged(String what) {
        String prack = virtual.next();
        assertEquals(what, VirtualAgent.header(prack, "RAck"));
        virtual.answer(prack, 200, "");
        return prack;
    }

    private String invite() {
        call.offer(new SessionDescription(List.of(), List.of(), false));
        return virtual.next();
    }

    private static String sdp(int port) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 0\r\n";
    }
}
