package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls with baresip through Kamailio, sound checked by content both ways: block by block, since both sides change
 * their playout delay when the machine is busy, as they should.
 */
@NeedsPeers({"kamailio", "baresip"})
class BaresipCallTest {

    /** Packets of 20 ms that hold all of the speech, which is less than 6 s long, and a little more. */
    private static final int ENOUGH = 330;

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"PCMU, UDP, 0.95", "PCMA, TCP, 0.95", "opus, TLS, 0.9"})
    void weCallAndBothHear(String codec, Transport transport, double least) {
        Path alice = Speech.original(folder);
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Baresip baresip = Baresip.start(folder, kamailio, "bob", codec, Speech.forCodec(folder, codec));
                Account account = PeerAccounts.sip(kamailio, "alice", transport, codec)) {
            Futures.await(account.connect());
            Call call = account.call("bob@" + Kamailio.DOMAIN);
            talk(call, alice, baresip, least);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"PCMU, TLS, 0.95", "PCMA, UDP, 0.95", "opus, TCP, 0.9"})
    void weAreCalledAndBothHear(String codec, Transport transport, double least) {
        Path alice = Speech.original(folder);
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Baresip baresip = Baresip.start(folder, kamailio, "bob", codec, Speech.forCodec(folder, codec));
                Account account = PeerAccounts.sip(kamailio, "alice", transport, codec)) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> rings.complete(event.call()));
            baresip.command("dial", "sip:alice@" + Kamailio.DOMAIN);
            Call call = Futures.await(rings);
            assertEquals(CallPhase.INCOMING, call.phase());
            call.answer();
            talk(call, alice, baresip, least);
        }
    }

    private void talk(Call call, Path says, Baresip baresip, double least) {
        Path heard = folder.resolve("duet-heard.wav");
        call.media().source(Audio.wav(says));
        call.media().sink(Audio.recordWav(heard));
        Futures.await(call.connected());
        await("the speech, both ways")
                .atMost(Duration.ofSeconds(30))
                .until(() -> call.media().quality().packetsReceived() > ENOUGH
                        && call.media().quality().packetsSent() > ENOUGH);
        EndReason end = Futures.await(call.hangup());
        assertEquals(EndReason.Kind.HANGUP, end.kind());
        await("baresip's end").until(() -> baresip.process().log().contains("terminated"));
        assertHeard("Duet heard baresip", says, heard, least);
        assertHeard("baresip heard Duet", says, baresip.heard(), least);
    }

    private static void assertHeard(String what, Path said, Path heard, double least) {
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(check.following() >= least, what + ": " + check);
    }
}
