package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls that are given up (RFC 3261 9), with SIPp. */
@NeedsPeers({"kamailio", "sipp"})
@Tag("beside")
class SippCancelTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippGivesUpSinceAnotherDeviceAnswered() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> rings.complete(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-cancel-caller.xml", kamailio, "alice")) {
                EndReason end = Futures.await(Futures.await(rings).ended());
                assertEquals(EndReason.Kind.ANSWERED_ELSEWHERE, end.kind());
                assertEquals("Call completed elsewhere", end.text());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void anAcceptanceThatCrossesOurCancelIsEnded() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU");
                Sipp sipp = Sipp.callee(folder, "sipp-crossing-callee.xml")) {
            Futures.await(account.connect());
            Call call = account.call(sipp.uri());
            await("ringing").until(() -> call.phase() == CallPhase.ALERTING);
            assertEquals(EndReason.Kind.CANCELLED, Futures.await(call.hangup()).kind());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aCallIsGivenUpOnlyAfterTheFirstResponse() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-unresponsive-callee.xml", 2, Map.of());
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Futures.await(account.connect());
            Call call = account.call("bob@sipp.test");
            assertEquals("invited", sipp.logged());
            assertEquals(EndReason.Kind.CANCELLED, Futures.await(call.hangup()).kind());
            await("the end of the call at SIPp").until(() -> sipp.said().endsWith("given up"));
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Test
    void anAccountThatIsClosedAtOnceStillGivesItsCallUp() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-late-ringing-callee.xml", 2, Map.of())) {
            try (Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
                Futures.await(account.connect());
                Call call = account.call("bob@sipp.test");
                assertEquals("invited", sipp.logged());
                call.hangup();
            }
            assertTrue(sipp.said().endsWith("given up"), sipp::said);
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
