package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What comes before a call is taken, with SIPp: reliable responses (RFC 3262), UPDATE (RFC 3311), early media. */
@NeedsPeers({"kamailio", "sipp"})
class SippEarlyTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippAnswersEarlyReliablyAndChangesTheSessionByUpdate() {
        SippEcho.isHeard(folder, "sipp-early-callee.xml", call -> await("the early answer")
                .until(() -> call.state().equals(new CallState.Alerting(true))));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippHasUsWait() {
        SippEcho.isHeard(folder, "sipp-queueing-callee.xml", call -> await("ringing")
                .until(() -> call.state().equals(new CallState.Alerting(false))));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippHearsUsEarlyReliablyAndChangesTheSessionByUpdate() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> {
                event.call().media().source(Audio.tone(440));
                rings.complete(event.call());
            });
            try (Sipp sipp = Sipp.caller(folder, "sipp-early-caller.xml", kamailio, "alice")) {
                Call call = Futures.await(rings);
                Futures.await(call.progress());
                await("the echo of our tone").until(() -> call.media().quality().packetsReceived() > 100);
                assertEquals(new CallState.Incoming(true), call.state());
                Futures.await(call.answer());
                EndReason end = Futures.await(call.ended());
                assertEquals(
                        EndReason.Kind.HANGUP, end.kind(), () -> sipp.process().log());
                assertEquals(EndReason.By.REMOTE, end.by());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
            }
        }
    }
}
