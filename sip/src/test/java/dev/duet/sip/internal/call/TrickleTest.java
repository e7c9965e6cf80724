package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.rfc8866.Origin;
import dev.duet.sip.internal.rfc8866.Sdp;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.spi.CallLeg;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our candidates that follow descriptions (RFC 8840), as the other side sees them. */
class TrickleTest {

    private static final String MID = "a";
    private static final String CONTACT = "Contact: <sip:one@127.0.0.1:5060>\r\n";
    private static final String TAKES = CONTACT + "Recv-Info: other, trickle-ice\r\n";

    private final VirtualAgent virtual = new VirtualAgent(Transport.UDP);
    private final LegRecorder leg = new LegRecorder();
    private final Recorder account = new Recorder();
    private final Calls calls = new Calls(virtual.agent, account, message -> {});

    private static IceCandidate candidate(int port) {
        return new IceCandidate(
                "1",
                1,
                "udp",
                1_694_498_815L,
                new Endpoint("192.0.2.3", port),
                IceCandidate.Type.SRFLX,
                new Endpoint("127.0.0.1", 6000),
                null,
                Map.of());
    }

    private static SessionDescription description(String fragment, IceCandidate... candidates) {
        return SessionDescription.of(MediaDescription.audio(MID)
                .rtp(new Endpoint("127.0.0.1", 6000))
                .ice(new IceDescription(
                        fragment, "asd88fgpdd777uzjYhagZg", List.of("trickle"), List.of(candidates), false))
                .build());
    }

    private static String sdp(String fragment) {
        return new Sdp(new Origin("-", "1", "1", "127.0.0.1"), description(fragment)).text();
    }

    private CallLeg dial() {
        CallLeg call = calls.dial(Address.sip("bob@example.com"), "", leg);
        call.offer(description("OURS", candidate(1)));
        return call;
    }

    /** What the next message, which is such an INFO, tells. */
    private TrickleFragment told(String info) throws Exception {
        assertTrue(info.startsWith("INFO sip:one@127.0.0.1:5060 SIP/2.0"), info);
        assertEquals("trickle-ice", VirtualAgent.header(info, "Info-Package"));
        assertEquals("Info-Package", VirtualAgent.header(info, "Content-Disposition"));
        assertEquals("application/trickle-ice-sdpfrag", VirtualAgent.header(info, "Content-Type"));
        return TrickleFragment.parse(info.split("\r\n\r\n", 2)[1]);
    }

    private static List<Integer> ports(TrickleFragment fragment) {
        assertTrue(
                fragment.candidates().stream().allMatch(each -> each.mediaId().equals(MID)));
        return fragment.candidates().stream()
                .map(each -> each.candidate().endpoint().port())
                .toList();
    }

    @Test
    void candidatesWaitForTheDialogAndGoOneInfoAtATimeWithAllOnesBefore() throws Exception {
        CallLeg call = dial();
        String invite = virtual.next();
        assertTrue(invite.contains("a=ice-options:trickle"), invite);
        assertTrue(VirtualAgent.header(invite, "Supported").contains("trickle-ice"), invite);
        call.candidate(MID, candidate(2));
        assertTrue(virtual.isSilent());

        virtual.answer(invite, 180, "t1", TAKES, "");

        String first = virtual.next();
        assertEquals(List.of(1, 2), ports(told(first)));
        assertEquals(
                "OURS", told(first).candidates().get(0).candidate().extensions().get("ufrag"));
        assertTrue(VirtualAgent.header(first, "To").endsWith(";tag=t1"), first);
        call.candidate(MID, candidate(3));
        call.candidate(MID, candidate(4));
        assertTrue(virtual.isSilent());
        virtual.answer(first, 200, "");
        String second = virtual.next();
        assertEquals(List.of(1, 2, 3, 4), ports(told(second)));
        assertEquals(List.of(), told(second).ends());
        virtual.answer(second, 200, "");
        assertTrue(virtual.isSilent());
        virtual.answer(invite, 200, "t1", TAKES, sdp("THEM"));
        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(virtual.isSilent());
        call.endOfCandidates(MID);
        assertEquals(List.of(MID), told(virtual.next()).ends());
        assertEquals(List.of("trickle"), leg.answers.get(0).media().get(0).ice().options());
    }

    @Test
    void whoDoesNotTakeThemIsToldNothingAndDoesNotTrickle() {
        CallLeg call = dial();
        String invite = virtual.next();
        call.candidate(MID, candidate(2));
        virtual.answer(invite, 180, "t1", CONTACT, "");
        virtual.answer(invite, 200, "t1", CONTACT + "Recv-Info: other\r\n", sdp("THEM"));
        assertTrue(virtual.next().startsWith("ACK "));
        call.candidate(MID, candidate(3));
        call.endOfCandidates(MID);

        assertTrue(virtual.isSilent());
        assertEquals(List.of(), leg.answers.get(0).media().get(0).ice().options());
    }

    @Test
    void anEarlyAnswerThatMayBeLostIsConfirmedByAnInfo() throws Exception {
        dial();
        String invite = virtual.next();
        virtual.answer(invite, 183, "t1", TAKES, sdp("THEM"));
        assertEquals(List.of(1), ports(told(virtual.next())));
    }

    @Test
    void aReliableEarlyAnswerIsConfirmedByItsPrack() {
        dial();
        String invite = virtual.next();
        virtual.answer(invite, 183, "t1", TAKES + "Require: 100rel\r\nRSeq: 1\r\n", sdp("THEM"));
        assertTrue(virtual.next().startsWith("PRACK "));
        assertTrue(virtual.isSilent());
    }

    @Test
    void eachBranchLearnsThemUntilOneIsTaken() throws Exception {
        CallLeg call = dial();
        String invite = virtual.next();
        virtual.answer(invite, 180, "t1", TAKES, "");
        virtual.answer(invite, 180, "t2", TAKES, "");
        call.candidate(MID, candidate(2));
        String one = virtual.next();
        String other = virtual.next();
        assertEquals(List.of(1, 2), ports(told(one)));
        assertEquals(List.of(1, 2), ports(told(other)));
        assertFalse(VirtualAgent.header(one, "To").equals(VirtualAgent.header(other, "To")));
        virtual.answer(one, 200, "");
        virtual.answer(other, 200, "");
        virtual.answer(invite, 200, "t2", TAKES, sdp("THEM"));
        virtual.skip();

        call.candidate(MID, candidate(3));

        assertTrue(VirtualAgent.header(virtual.next(), "To").endsWith(";tag=t2"));
        assertTrue(virtual.isSilent());
    }

    @Test
    void whoRefusesOneIsToldNoMore() {
        CallLeg call = dial();
        String invite = virtual.next();
        virtual.answer(invite, 200, "t1", TAKES, sdp("THEM"));
        virtual.skip();
        call.candidate(MID, candidate(2));
        virtual.answer(virtual.next(), 469, "");
        call.candidate(MID, candidate(3));
        assertTrue(virtual.isSilent());
    }

    @Test
    void thoseOfARestartWaitForItsAnswer() throws Exception {
        CallLeg call = dial();
        String invite = virtual.next();
        virtual.answer(invite, 200, "t1", TAKES, sdp("THEM"));
        virtual.skip();
        call.offer(description("AGAIN", candidate(11)));
        String again = virtual.next();
        assertTrue(again.contains("a=ice-ufrag:AGAIN"), again);
        call.candidate(MID, candidate(12));
        assertTrue(virtual.isSilent());

        virtual.answer(again, 200, "t1", TAKES, sdp("ALSO"));

        assertTrue(virtual.next().startsWith("ACK "));
        String info = virtual.next();
        assertEquals(List.of(11, 12), ports(told(info)));
        assertEquals(
                "AGAIN", told(info).candidates().get(0).candidate().extensions().get("ufrag"));
    }

    @Test
    void aLaterOfferWithTheSameCredentialsHasWhatWasFoundSince() {
        CallLeg call = dial();
        String invite = virtual.next();
        virtual.answer(invite, 200, "t1", TAKES, sdp("THEM"));
        call.candidate(MID, candidate(2));
        virtual.skip();

        call.offer(description("OURS", candidate(1)));

        String again = virtual.next();
        assertTrue(again.contains("192.0.2.3 1 typ") && again.contains("192.0.2.3 2 typ"), again);
    }

    private String invited(String headers) {
        virtual.outside = request -> calls.invited(request, true);
        String body = sdp("THEM");
        virtual.receive("INVITE sip:alice@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKinvite\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=t1\r\n"
                + "To: <sip:alice@example.com>\r\n"
                + "Call-ID: incoming\r\n"
                + "CSeq: 1 INVITE\r\n" + headers + "Content-Type: application/sdp\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        account.incoming.get(0).leg.ring();
        String ringing = virtual.next();
        assertTrue(ringing.startsWith("SIP/2.0 180"), ringing);
        assertTrue(VirtualAgent.header(ringing, "Supported").contains("trickle-ice"), ringing);
        assertEquals("trickle-ice", VirtualAgent.header(ringing, "Recv-Info"));
        return ringing;
    }

    private void acknowledge(String ok) {
        virtual.receive("ACK sip:alice@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKack\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=t1\r\n"
                + "To: " + VirtualAgent.header(ok, "To") + "\r\n"
                + "Call-ID: incoming\r\n"
                + "CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void whatIsFoundWhileItRingsIsInTheAnswerAndTheRestFollowsTheAck() throws Exception {
        invited(TAKES);
        CallLeg call = account.incoming.get(0).leg;
        assertEquals(
                List.of("trickle"),
                account.incoming.get(0).offers.get(0).media().get(0).ice().options());
        call.candidate(MID, candidate(2));
        assertTrue(virtual.isSilent());
        call.answer(description("OURS", candidate(1)));
        call.accept();
        String ok = virtual.next();
        assertTrue(ok.contains("192.0.2.3 1 typ") && ok.contains("192.0.2.3 2 typ"), ok);
        assertFalse(ok.contains("end-of-candidates"), ok);
        call.candidate(MID, candidate(3));
        call.endOfCandidates(MID);
        assertTrue(virtual.isSilent());

        acknowledge(ok);

        String info = virtual.next();
        assertEquals(List.of(1, 2, 3), ports(told(info)));
        assertEquals(List.of(MID), told(info).ends());
        assertEquals("1 INFO", VirtualAgent.header(info, "CSeq"));
    }

    @Test
    void anEarlyAnswerIsRepeatedAsItWasAndTheRestFollowsItsPrack() throws Exception {
        invited(TAKES + "Supported: 100rel\r\n");
        CallLeg call = account.incoming.get(0).leg;
        call.candidate(MID, candidate(2));
        call.progress(description("OURS", candidate(1)));
        String progress = virtual.next();
        assertTrue(progress.startsWith("SIP/2.0 183"), progress);
        assertTrue(progress.contains("192.0.2.3 1 typ") && progress.contains("192.0.2.3 2 typ"), progress);
        call.candidate(MID, candidate(3));
        assertTrue(virtual.isSilent());

        virtual.receive("PRACK sip:alice@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKprack\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=t1\r\n"
                + "To: " + VirtualAgent.header(progress, "To") + "\r\n"
                + "Call-ID: incoming\r\n"
                + "RAck: " + VirtualAgent.header(progress, "RSeq") + " 1 INVITE\r\n"
                + "CSeq: 2 PRACK\r\nContent-Length: 0\r\n\r\n");

        List<String> said = List.of(virtual.next(), virtual.next());
        assertTrue(said.stream().anyMatch(each -> each.startsWith("SIP/2.0 200")), said::toString);
        String info = said.stream()
                .filter(each -> each.startsWith("INFO "))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(1, 2, 3), ports(told(info)));
    }

    @Test
    void anOffererThatTakesNoneGetsAllInTheAnswer() {
        invited(CONTACT);
        CallLeg call = account.incoming.get(0).leg;
        assertEquals(
                List.of(),
                account.incoming.get(0).offers.get(0).media().get(0).ice().options());
        call.endOfCandidates(MID);
        call.answer(description("OURS", candidate(1)));
        call.accept();
        String ok = virtual.next();
        assertTrue(ok.contains("a=end-of-candidates"), ok);
        acknowledge(ok);
        call.candidate(MID, candidate(2));
        assertTrue(virtual.isSilent());
    }

    @Test
    void nothingIsSaidAfterTheEnd() {
        CallLeg call = dial();
        String invite = virtual.next();
        virtual.answer(invite, 180, "t1", TAKES, "");
        call.end(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.LOCAL));
        virtual.skip();
        call.candidate(MID, candidate(2));
        assertTrue(virtual.isSilent());
    }
}
