package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.TransferProgress;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.Address;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Transfers with SIPp through Kamailio, blind (RFC 5589 6), also untold (RFC 4488), and attended (7), in each role. */
@NeedsPeers({"kamailio", "sipp"})
class SippTransferTest extends AtKamailio {

    private final BlockingQueue<CallTransferred> transferred = new LinkedBlockingQueue<>();
    private final List<CallReplaced> replaced = new CopyOnWriteArrayList<>();
    private final List<Integer> progress = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        alice.on(CallTransferred.class, transferred::add);
        alice.on(CallReplaced.class, replaced::add);
        alice.on(TransferProgress.class, event -> progress.add(event.progress().status()));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void blindAsTransferor() {
        try (Sipp bob = Sipp.callee(folder, "sipp-blind-transferee.xml")) {
            Call call = alice.call(bob.uri());
            Futures.await(call.connected());
            Futures.await(call.transfer("carol@" + Kamailio.DOMAIN));
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            assertEquals(List.of(100, 180), progress);
            assertTrue(bob.succeeded(), () -> bob.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void blindAsTransferee() {
        EndReason end = followed("sipp-transferor.xml", "sipp-callee.xml", "", (next, carol) -> {
            assertEquals(Address.parse(carol.uri()), next.remote());
            assertEquals(Optional.of(Address.parse("sip:sipp@sipp.invalid")), next.referredBy());
        });
        assertEquals(By.REMOTE, end.by());
    }

    /** SIPp sends Alice on to another, which sends back what it hears; gives how the first call ended. */
    private EndReason followed(String transferor, String target, String headers, BiConsumer<Call, Sipp> sentOn) {
        Path heard = folder.resolve("heard.wav");
        Path says = Speech.beginning(folder);
        try (Sipp carol = Sipp.callee(folder, target);
                Sipp bob =
                        Sipp.caller(folder, transferor, kamailio, "alice", Map.of("target", carol.uri() + headers))) {
            Call call = Futures.next(incoming);
            Futures.await(call.answer());
            Call next = Futures.next(transferred).after();
            next.media().source(Audio.wav(says));
            next.media().sink(Audio.recordWav(heard));
            sentOn.accept(next, carol);
            connects(next, carol);
            EndReason end = Futures.await(call.ended());
            assertEquals(Kind.TRANSFERRED, end.kind());
            assertTrue(bob.succeeded(), () -> bob.process().log());
            SippEcho.comesBack(next, says, heard);
            assertTrue(carol.succeeded(), () -> carol.process().log());
            return end;
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void blindAsTarget() {
        try (Sipp carol = Sipp.caller(folder, "sipp-referred-caller.xml", kamailio, "alice")) {
            Call call = Futures.next(incoming);
            assertEquals(Optional.of(Address.parse("sip:bob@" + Kamailio.DOMAIN)), call.referredBy());
            Futures.await(call.answer());
            Futures.await(call.hangup());
            assertTrue(carol.succeeded(), () -> carol.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void attendedAsTransferor() {
        try (Sipp bob = Sipp.callee(folder, "sipp-attended-transferee.xml");
                Sipp carol = Sipp.callee(folder, "sipp-callee.xml")) {
            Call call = alice.call(bob.uri());
            Futures.await(call.connected());
            Call consultation = alice.call(carol.uri());
            Futures.await(consultation.connected());
            Futures.await(call.transfer(consultation));
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            assertEquals(Kind.TRANSFERRED, Futures.await(consultation.ended()).kind());
            assertTrue(bob.succeeded(), () -> bob.process().log());
            assertTrue(carol.succeeded(), () -> carol.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void attendedAsTransferee() {
        String dialog = "?Replaces=dialog%40sipp%3Bto-tag%3Dt1%3Bfrom-tag%3Dt2";
        followed("sipp-transferor.xml", "sipp-replaced-callee.xml", dialog, (next, carol) -> {});
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void attendedAsTarget() {
        Path heard = folder.resolve("heard.wav");
        Path says = Speech.beginning(folder);
        try (Sipp bob = Sipp.caller(folder, "sipp-consulting-caller.xml", kamailio, "alice")) {
            Call call = Futures.next(incoming);
            Futures.await(call.answer());
            Map<String, String> words = Map.of("replaces", bob.logged(), "by", "sip:sipp@sipp.invalid");
            try (Sipp carol = Sipp.caller(folder, "sipp-replacing-caller.xml", kamailio, "alice", words)) {
                assertTrue(bob.succeeded(), () -> bob.process().log());
                await("the newcomer").until(() -> !replaced.isEmpty());
                assertEquals(call, replaced.get(0).call());
                assertEquals(CallPhase.ACTIVE, call.phase());
                assertEquals(0, incoming.size(), "nothing rings");
                call.media().source(Audio.wav(says));
                call.media().sink(Audio.recordWav(heard));
                SippEcho.comesBack(call, says, heard);
                assertTrue(carol.succeeded(), () -> carol.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void blindAsTransferorWhoIsToldNothing() {
        try (Sipp bob = Sipp.callee(folder, "sipp-untelling-transferee.xml")) {
            Call call = alice.call(bob.uri());
            Futures.await(call.connected());
            Futures.await(call.transfer("carol@" + Kamailio.DOMAIN));
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            assertEquals(List.of(), progress);
            assertTrue(bob.succeeded(), () -> bob.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void blindAsTransfereeWhoIsToTellNothing() {
        followed("sipp-unasking-transferor.xml", "sipp-callee.xml", "", (next, carol) -> {});
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aTransferThatFailsLeavesTheCall() {
        try (Sipp bob = Sipp.callee(folder, "sipp-failed-transferee.xml")) {
            Call call = alice.call(bob.uri());
            Futures.await(call.connected());
            String failure =
                    Futures.failure(call.transfer("carol@" + Kamailio.DOMAIN)).message();
            assertTrue(failure.contains("486"), failure);
            assertEquals(CallPhase.ACTIVE, call.phase());
            Futures.await(call.hangup());
            assertTrue(bob.succeeded(), () -> bob.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void strangersMakeUsCallNobody() {
        Map<String, String> words = Map.of("target", "sip:carol@" + Kamailio.DOMAIN);
        try (Sipp sipp = Sipp.caller(folder, "sipp-dialling-caller.xml", kamailio, "alice", words)) {
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            assertEquals(List.of(), alice.calls());
        }
    }

    /** Tells how far it came when it does not come further. */
    private void connects(Call call, Sipp callee) {
        try {
            Futures.await(call.connected());
        } catch (IllegalStateException e) {
            throw new AssertionError(
                    call.state() + "\nSIPp:\n" + callee.process().log() + "\nKamailio:\n"
                            + kamailio.process().log(),
                    e);
        }
    }
}
