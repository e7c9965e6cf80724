package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A second call during the first, with SIPp through Kamailio: it waits, is taken while the first is held, swapped. */
@NeedsPeers({"kamailio", "sipp"})
class SippWaitingTest extends AtKamailio {

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aCallThatWaitsIsTakenAndSwapped() {
        Path says = Speech.beginning(folder);
        try (Sipp first = Sipp.caller(folder, "sipp-waiting-caller.xml", kamailio, "alice")) {
            Call one = Futures.next(incoming);
            Futures.await(one.answer());
            try (Sipp second = Sipp.caller(folder, "sipp-waiting-caller.xml", kamailio, "alice")) {
                Call two = Futures.next(incoming);
                assertEquals(CallPhase.ACTIVE, one.phase());
                assertEquals(CallPhase.INCOMING, two.phase());
                Futures.await(one.hold());
                Futures.await(two.answer());
                Futures.await(two.hold());
                Futures.await(one.resume());
                SippEcho.comesBack(folder, one, says);
                assertTrue(first.succeeded(), () -> first.process().log());
                assertEquals(CallPhase.ACTIVE, two.phase());
                Futures.await(two.resume());
                SippEcho.comesBack(folder, two, says);
                assertTrue(second.succeeded(), () -> second.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void withoutCallWaitingTheSecondIsTurnedAway() {
        alice.callRules(CallRules.NONE.withCallWaiting(false));
        try (Sipp first = Sipp.caller(folder, "sipp-consulting-caller.xml", kamailio, "alice")) {
            Call one = Futures.next(incoming);
            Futures.await(one.answer());
            try (Sipp second = Sipp.caller(folder, "sipp-turned-away-caller.xml", kamailio, "alice")) {
                assertTrue(second.succeeded(), () -> second.process().log());
            }
            assertEquals(0, incoming.size(), "nothing rings");
            assertEquals(CallPhase.ACTIVE, one.phase());
            Futures.await(one.hangup());
            assertTrue(first.succeeded(), () -> first.process().log());
        }
    }
}
