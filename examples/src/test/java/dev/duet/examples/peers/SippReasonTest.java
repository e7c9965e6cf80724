package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why calls end: Reason (RFC 3326) in BYE, Warning (RFC 3261 20.43), in both roles, with SIPp through Kamailio. */
@NeedsPeers({"kamailio", "sipp"})
class SippReasonTest extends AtKamailio {

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "SIP;cause=200;text=\"Call completed elsewhere\" | HANGUP | Call completed elsewhere",
                "SIP;cause=488;text=\"Not Acceptable Here\" | INCOMPATIBLE | Not Acceptable Here",
                "Q.850;cause=41;text=\"Temporary failure\" | MEDIA_LOST | Temporary failure"
            })
    void sippSaysWhyItHangsUp(String reason, Kind kind, String text) {
        Map<String, String> words = Map.of("reason", reason);
        try (Sipp sipp = Sipp.caller(folder, "sipp-failing-caller.xml", kamailio, "alice", words)) {
            Call call = Futures.next(incoming);
            Futures.await(call.answer());
            EndReason end = Futures.await(call.ended());
            assertEquals(kind, end.kind());
            assertEquals(By.REMOTE, end.by());
            assertEquals(text, end.text());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weSayWhyWeHangUp() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-unfitting-callee.xml")) {
            EndReason end = Futures.await(alice.call(sipp.uri()).ended());
            assertEquals(Kind.INCOMPATIBLE, end.kind());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weWarnWhoseCallDoesNotFit() {
        try (Sipp sipp = Sipp.caller(folder, "sipp-refused-caller.xml", kamailio, "alice")) {
            Futures.await(Futures.next(incoming).reject(Kind.INCOMPATIBLE));
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
