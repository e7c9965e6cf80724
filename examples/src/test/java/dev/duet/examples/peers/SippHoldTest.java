package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallStateChanged;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** INVITE within a call (RFC 3261 14) with SIPp: hold in every form, glare, offers in either direction. */
@NeedsPeers({"kamailio", "sipp"})
class SippHoldTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippHoldsUsInEveryForm() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            List<Boolean> held = new CopyOnWriteArrayList<>();
            account.on(CallStateChanged.class, event -> {
                if (event.after() instanceof CallState.Active active && event.before() instanceof CallState.Active) {
                    held.add(active.hold().remote());
                }
            });
            account.on(IncomingCall.class, event -> {
                event.call().media().source(Audio.tone(440));
                event.call().answer();
                rings.complete(event.call());
            });
            try (Sipp sipp = Sipp.caller(folder, "sipp-hold-caller.xml", kamailio, "alice")) {
                EndReason end = Futures.await(Futures.await(rings).ended());
                assertEquals(
                        EndReason.Kind.HANGUP, end.kind(), () -> sipp.process().log());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                assertEquals(List.of(true, false, true, false), held, "the last one covers two forms of hold");
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weHoldSippAfterGlareAndARefusal() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU");
                Sipp sipp = Sipp.callee(folder, "sipp-hold-callee.xml")) {
            Futures.await(account.connect());
            Call call = account.call(sipp.uri());
            call.media().source(Audio.tone(440));
            Futures.await(call.connected());
            Futures.await(call.hold());
            String refusal = Futures.failure(call.resume()).message();
            assertTrue(refusal.contains("Insufficient bandwidth"), refusal);
            Futures.await(call.resume());
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippOffersWhileWeHoldItAndIsToldToWait() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU");
                Sipp sipp = Sipp.callee(folder, "sipp-glaring-callee.xml")) {
            Futures.await(account.connect());
            Call call = account.call(sipp.uri());
            Futures.await(call.connected());
            Futures.await(call.hold());
            assertEquals("offered again", sipp.logged());
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
