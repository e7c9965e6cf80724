package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final String CONTACT = "Contact: <sip:bob@127.0.0.1:5060>\r\n";

    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final LegRecorder leg = new LegRecorder();
    private final Calls calls = new Calls(virtual.agent, new Recorder(), message -> {});

    @BeforeEach
    void aCallIsUp() {
        var out = calls.dial(virtual.agent.self(), "", leg);
        out.offer(new SessionDescription(List.of(), List.of(), false));
        String invite = virtual.next();
        String answer =
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 1 RTP/AVP 0\r\n";
        virtual.answer(invite, 200, "srv", CONTACT, answer);
        assertTrue(virtual.next().startsWith("ACK "));
        assertTrue(leg.facts.contains("accepted"), leg.facts.toString());
    }

    @Test
    void aSilentCallIsAskedForAndGoesOnWhileSomebodyAnswers() {
        for (int i = 0; i < 3; i++) {
            virtual.loop.advance(Duration.ofSeconds(125));
            String ask = virtual.next();
            assertTrue(ask.startsWith("OPTIONS sip:bob@127.0.0.1:5060"), ask);
            virtual.answer(ask, i == 1 ? 405 : 200, CONTACT);
        }

        assertEquals(null, leg.ended);
    }

    @Test
    void aCallThatTheOtherSideForgotEnds() {
        virtual.loop.advance(Duration.ofSeconds(125));
        virtual.answer(virtual.next(), 481, "");

        assertEquals(EndReason.Kind.UNREACHABLE, leg.ended.kind());
        assertEquals(EndReason.By.NETWORK, leg.ended.by());
        assertTrue(virtual.next().startsWith("BYE "));
    }

    @Test
    void aCallWhoseOtherSideIsGoneEnds() {
        virtual.loop.advance(Duration.ofSeconds(160));

        assertEquals(EndReason.Kind.UNREACHABLE, leg.ended.kind());
    }
}
