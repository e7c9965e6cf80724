package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Session timers (RFC 4028) with SIPp; SIPp hangs up, or sees us hang up, once the session was refreshed. */
@NeedsPeers({"kamailio", "sipp"})
@Tag("beside")
class SippTimerTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weRefreshTheSessionByUpdate() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU");
                Sipp sipp = Sipp.callee(folder, "sipp-timer-callee.xml")) {
            Futures.await(account.connect());
            Call call = account.call(sipp.uri());
            call.media().source(Audio.tone(440));
            Futures.await(call.connected());
            EndReason end = Futures.await(call.ended());
            assertEquals(EndReason.Kind.HANGUP, end.kind(), () -> sipp.process().log());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippRefreshesTheSessionByUpdateAfterItsIntervalWasTooSmall() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> {
                event.call().answer();
                rings.complete(event.call());
            });
            try (Sipp sipp = Sipp.caller(folder, "sipp-timer-caller.xml", kamailio, "alice")) {
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                assertEquals(
                        EndReason.Kind.HANGUP,
                        Futures.await(Futures.await(rings).ended()).kind());
            }
        }
    }
}
