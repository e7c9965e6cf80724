package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys pressed by INFO, as phones and gateways did before RFC 4733, and some still do. */
class KeyPressTest {

    private final VirtualPeer peer = new VirtualPeer();

    @ParameterizedTest
    @CsvSource({"5, 5", "*, *", "#, #", "d, D", "10, *", "11, #", "15, D"})
    void bothBodiesNameAKey(String named, char key) {
        assertEquals(OptionalInt.of(key), KeyPress.parse("application/dtmf", named + "\r\n"));
        assertEquals(
                OptionalInt.of(key),
                KeyPress.parse("application/dtmf-relay", "Signal= " + named + "\r\nDuration= 160\r\n"));
        assertEquals(OptionalInt.of(key), KeyPress.parse("Application/DTMF-Relay", "duration=80\nsignal=" + named));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Signal=", "Signal=12x", "Duration=160", "Signal", "Signal=!", "Signal=55"})
    void aBodyMayNameNone(String body) {
        assertEquals(OptionalInt.empty(), KeyPress.parse("application/dtmf-relay", body));
        assertEquals(OptionalInt.empty(), KeyPress.parse("application/dtmf", body));
    }

    @Test
    void aKeyIsToldAndAnswered() {
        peer.talk("");
        String ok = info(1, "application/dtmf-relay", "Signal=7\r\nDuration=100\r\n");
        assertTrue(ok.startsWith("SIP/2.0 200"), ok);
        assertTrue(info(2, "application/dtmf", "#").startsWith("SIP/2.0 200"));
        assertEquals(
                List.of("key7", "key#"),
                peer.leg.facts.stream().filter(fact -> fact.startsWith("key")).toList());
    }

    @Test
    void whatNamesNoKeyIsABadRequestAndTheCallGoesOn() {
        peer.answered("");
        assertTrue(info(2, "application/dtmf-relay", "Signal=flash\r\n").startsWith("SIP/2.0 400"));
        assertTrue(info(3, "application/dtmf", "9").startsWith("SIP/2.0 200"));
        assertEquals("key9", peer.leg.facts.get(peer.leg.facts.size() - 1));
    }

    @Test
    void anotherBodyWithoutAPackageIsRefusedWithWhatIsTaken() {
        peer.talk("");
        String refusal = info(1, "application/media_control+xml", "<media_control/>");
        assertTrue(refusal.startsWith("SIP/2.0 415"), refusal);
        assertTrue(VirtualAgent.header(refusal, "Accept").contains("application/dtmf-relay"), refusal);
    }

    private String info(int sequence, String type, String body) {
        return peer.ask("INFO", sequence, "Content-Type: " + type + "\r\n", body);
    }
}
