package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with SIPp, which sends back what it hears; calls that come twice, keys, and what we can. */
@NeedsPeers({"kamailio", "sipp"})
class SippCallTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weCallSippAndHearOurselves() {
        SippEcho.isHeard(folder, "sipp-callee.xml", call -> {});
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippCallsUsAndHangsUp() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TLS, "PCMU")) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> {
                event.call().media().source(Audio.tone(440));
                event.call().answer();
                rings.complete(event.call());
            });
            try (Sipp sipp = Sipp.caller(folder, "sipp-caller.xml", kamailio, "alice")) {
                Call call = Futures.await(rings);
                assertEquals("SIPp", call.remoteName());
                Futures.await(call.connected());
                await("the echo of our tone").until(() -> call.media().quality().packetsReceived() > 100);
                EndReason end = Futures.await(call.ended());
                assertEquals(EndReason.Kind.HANGUP, end.kind());
                assertEquals(EndReason.By.REMOTE, end.by());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippAsksWhatWeCan() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            try (Sipp sipp = Sipp.caller(folder, "sipp-asking-caller.xml", kamailio, "alice")) {
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippCallsByTwoWays() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-merging-caller.xml", kamailio, "alice")) {
                Call call = Futures.next(incoming);
                assertEquals("merged", sipp.logged());
                SippEcho.isHeard(folder, call, sipp, Call::answer);
                assertEquals(0, incoming.size(), "nothing rings for the second");
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippPressesKeysByInfo() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            List<Character> keys = new CopyOnWriteArrayList<>();
            account.on(IncomingCall.class, event -> event.call().answer());
            account.on(DtmfReceived.class, event -> keys.add(event.digit()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-keying-caller.xml", kamailio, "alice")) {
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                await("two keys").until(() -> keys.equals(List.of('5', '#')));
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"sipp-disorderly-caller.xml", "sipp-last-hop-caller.xml"})
    void whatIsOutOfOrderOrUnknownIsRefusedAndTheCallGoesOn(String scenario) {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> {
                event.call().answer();
                rings.complete(event.call());
            });
            try (Sipp sipp = Sipp.caller(folder, scenario, kamailio, "alice")) {
                EndReason end = Futures.await(Futures.await(rings).ended());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                assertEquals(EndReason.Kind.HANGUP, end.kind());
                assertEquals(EndReason.By.REMOTE, end.by());
            }
        }
    }
}
