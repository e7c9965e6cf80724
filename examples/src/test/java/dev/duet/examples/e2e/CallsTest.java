package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallRouteFailed;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Hold;
import dev.duet.model.MediaConfig;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SpeechCheck;
import dev.duet.sandbox.junit.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIP calls between two accounts: how they go, and how they end. Sound is checked by content, block by block, since the
 * playout delay changes when the machine is busy, as it should.
 */
@Sandbox(users = {"alice", "bob"})
@Tag("beside")
class CallsTest {

    private static Path speech(Path folder) throws IOException {
        Path said = folder.resolve("said.wav");
        try (InputStream speech = CallsTest.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            Files.copy(speech, said);
        }
        return said;
    }

    private static void awaitSpeech(Call listener) {
        await("the speech")
                .atMost(Duration.ofSeconds(30))
                .until(() -> listener.media().quality().packetsReceived() > 300);
    }

    private static void check(Path said, Path heard, double least, Call listener) {
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(
                check.following() >= least,
                () -> check + ", " + listener.media().quality());
    }

    @ParameterizedTest
    @CsvSource({"PCMU, NEVER, 0.95", "PCMA, NEVER, 0.95", "opus, NEVER, 0.9", "PCMU, ALWAYS, 0.95", "opus, ALWAYS, 0.9"
    })
    void whatIsSaidIsHeard(
            String codec,
            MediaConfig.Ice ice,
            double least,
            DuetSandbox sandbox,
            SandboxUser alice,
            SandboxUser bob,
            @TempDir Path folder)
            throws IOException {
        MediaConfig media = MediaConfig.DEFAULT.withCodecs(codec).withIce(ice);
        try (Pair pair = Pair.open(sandbox, alice, bob, media)) {
            Path said = speech(folder);
            Path heard = folder.resolve("heard.wav");
            Call call = pair.alice().call(bob.sipUri());
            Call atBob = pair.nextAtBob();
            atBob.media().sink(Audio.recordWav(heard));
            call.media().source(Audio.wav(said));
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            awaitSpeech(atBob);
            Futures.await(call.hangup());
            assertEquals(By.REMOTE, Futures.await(atBob.ended()).by());
            check(said, heard, least, atBob);
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @ParameterizedTest
    @CsvSource({"PCMU, NEVER, 0.95", "opus, ALWAYS, 0.9"})
    void whoCallsHearsTheOtherSideBeforeItTakesTheCall(
            String codec,
            MediaConfig.Ice ice,
            double least,
            DuetSandbox sandbox,
            SandboxUser alice,
            SandboxUser bob,
            @TempDir Path folder)
            throws IOException {
        MediaConfig media = MediaConfig.DEFAULT.withCodecs(codec).withIce(ice);
        try (Pair pair = Pair.open(sandbox, alice, bob, media)) {
            Path said = speech(folder);
            Path heard = folder.resolve("heard.wav");
            Call call = pair.alice().call(bob.sipUri());
            call.media().sink(Audio.recordWav(heard));
            Call atBob = pair.nextAtBob();
            atBob.media().source(Audio.wav(said));
            Futures.await(atBob.progress());
            awaitSpeech(call);
            assertEquals(new CallState.Alerting(true), call.state());
            assertEquals(new CallState.Incoming(true), atBob.state());
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            Futures.await(call.hangup());
            check(said, heard, least, call);
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @ParameterizedTest
    @CsvSource({"PCMU, NEVER", "opus, ALWAYS"})
    void whoIsCalledMakesTheOffer(
            String codec, MediaConfig.Ice ice, DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        MediaConfig media = MediaConfig.DEFAULT.withCodecs(codec).withIce(ice);
        AccountConfig waits = accounts.both(
                        alice, half -> accounts.sip().apply(half).delayedOffer(true), accounts.xmpp())
                .media(media)
                .build();
        try (Pair pair = Pair.open(waits, accounts.both(bob).media(media).build())) {
            Call call = pair.alice().call(bob.sipUri());
            call.media().source(Audio.tone(440));
            Call atBob = pair.nextAtBob();
            atBob.media().source(Audio.tone(880));
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            await("sound both ways")
                    .until(() -> call.media().quality().packetsReceived() > 20
                            && atBob.media().quality().packetsReceived() > 20);
            Futures.await(call.hold());
            Futures.await(call.hangup());
            assertEquals(Kind.HANGUP, Futures.await(atBob.ended()).kind());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void busy(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        assertRejected(sandbox, alice, bob, Kind.BUSY, Kind.BUSY);
    }

    @Test
    void declined(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        assertRejected(sandbox, alice, bob, Kind.DECLINED, Kind.DECLINED);
    }

    private static void assertRejected(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, Kind said, Kind heard) {
        try (Pair pair = Pair.open(sandbox, alice, bob, MediaConfig.DEFAULT)) {
            Call call = pair.alice().call(bob.sipUri());
            Futures.await(pair.nextAtBob().reject(said));
            EndReason reason = Futures.await(call.ended());
            assertEquals(heard, reason.kind());
            assertEquals(By.REMOTE, reason.by());
            assertEquals(List.of(), pair.routesFailed(), "an answer is an answer: no other way is tried");
        }
    }

    @Test
    void cancelled(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Pair pair = Pair.open(sandbox, alice, bob, MediaConfig.DEFAULT)) {
            Call call = pair.alice().call(bob.sipUri());
            Call atBob = pair.nextAtBob();
            await("ringing").until(() -> call.phase() == CallPhase.ALERTING);
            assertEquals(Kind.CANCELLED, Futures.await(call.hangup()).kind());
            EndReason reason = Futures.await(atBob.ended());
            assertEquals(Kind.CANCELLED, reason.kind());
            assertEquals(By.REMOTE, reason.by());
        }
    }

    @Test
    void noAnswer(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        AccountConfig impatient =
                accounts.both(alice).ringTimeout(Duration.ofSeconds(5)).build();
        try (Pair pair = Pair.open(impatient, accounts.both(bob).build())) {
            Call call = pair.alice().call(bob.sipUri());
            Call atBob = pair.nextAtBob();
            assertEquals(Kind.NO_ANSWER, Futures.await(call.ended()).kind());
            assertEquals(Kind.CANCELLED, Futures.await(atBob.ended()).kind());
        }
    }

    @Test
    void nobodyThere(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Pair pair = Pair.open(sandbox, alice, bob, MediaConfig.DEFAULT)) {
            Call unknown = pair.alice().call("sip:nobody@" + sandbox.domain());
            assertEquals(Kind.NOT_FOUND, Futures.await(unknown.ended()).kind());
            Futures.await(pair.bob().disconnect());
            Call away = pair.alice().call(bob.sipUri());
            assertEquals(Kind.UNREACHABLE, Futures.await(away.ended()).kind());
        }
    }

    @Test
    void unsupportedCodecsNeverRing(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Pair pair = Pair.open(
                accounts.both(alice)
                        .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                        .build(),
                accounts.both(bob).media(MediaConfig.DEFAULT.withCodecs("opus")).build())) {
            Call call = pair.alice().call(bob.sipUri());
            EndReason reason = Futures.await(call.ended());
            assertEquals(Kind.INCOMPATIBLE, reason.kind());
            assertEquals(488, reason.wire().status());
            assertTrue(pair.incoming().isEmpty());
        }
    }

    @Test
    void holdResumeAndKeys(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Pair pair = Pair.open(sandbox, alice, bob, MediaConfig.DEFAULT)) {
            Call call = pair.alice().call(bob.sipUri());
            Call atBob = pair.nextAtBob();
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            Futures.await(call.hold());
            assertEquals(new Hold(true, false), hold(call));
            await("Bob sees it").until(() -> hold(atBob).equals(new Hold(false, true)));
            Futures.await(call.resume());
            await("Bob sees it").until(() -> hold(atBob).equals(Hold.NONE));
            StringBuffer keys = new StringBuffer();
            pair.bob().on(DtmfReceived.class, event -> keys.append(event.digit()));
            call.dtmf("159#");
            await("the keys").until(() -> keys.toString().equals("159#"));
            Futures.await(atBob.hangup());
            assertEquals(Kind.HANGUP, Futures.await(call.ended()).kind());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }

    /** Alice and Bob, signed in. */
    private record Pair(Account alice, Account bob, BlockingQueue<Call> incoming, List<CallRouteFailed> routesFailed)
            implements AutoCloseable {

        static Pair open(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, MediaConfig media) {
            SandboxAccounts accounts = SandboxAccounts.of(sandbox);
            return open(
                    accounts.both(alice).media(media).build(),
                    accounts.both(bob).media(media).build());
        }

        static Pair open(AccountConfig alice, AccountConfig bob) {
            Pair pair = new Pair(
                    Duet.open(alice), Duet.open(bob), new LinkedBlockingQueue<>(), new CopyOnWriteArrayList<>());
            pair.bob.on(IncomingCall.class, event -> pair.incoming.add(event.call()));
            pair.alice.on(CallRouteFailed.class, pair.routesFailed::add);
            Futures.await(pair.alice.connect());
            Futures.await(pair.bob.connect());
            return pair;
        }

        Call nextAtBob() {
            return Futures.next(incoming);
        }

        @Override
        public void close() {
            alice.close();
            bob.close();
        }
    }
}
