package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.EndReason;
import dev.duet.model.MediaPath;
import dev.duet.sandbox.SpeechCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A call that went well: both sides spoke at the same time, each something else, and what each of them heard.
 *
 * @param callers the caller's way, while they spoke
 * @param callees the callee's way
 * @param connected from the answer to the moment when the caller's side could talk
 */
record SpokenCall(MediaPath callers, MediaPath callees, Duration connected, Heard atCaller, Heard atCallee) {

    /** What one side said and the other one heard; compared later, since that takes its time. */
    record Heard(Path said, Path heard) {

        SpeechCheck check() {
            return SpeechCheck.compare(said, heard);
        }
    }

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Answers a call that rings, lets both sides speak, and has the caller hang up. */
    static SpokenCall of(Path parent, Call atCaller, Call atCallee) {
        try {
            Path folder = Files.createTempDirectory(parent, "call");
            Path callerSays = Speech.beginning(folder);
            Path calleeSays = Speech.goingOn(folder);
            Path callerHears = folder.resolve("caller.wav");
            Path calleeHears = folder.resolve("callee.wav");
            atCaller.media().source(Audio.wav(callerSays));
            atCaller.media().sink(Audio.recordWav(callerHears));
            atCallee.media().source(Audio.wav(calleeSays));
            atCallee.media().sink(Audio.recordWav(calleeHears));
            long answered = System.nanoTime();
            Futures.await(atCallee.answer());
            Futures.await(atCaller.connected());
            Duration connected = Duration.ofNanos(System.nanoTime() - answered);
            await("the speech")
                    .atMost(SOON)
                    .until(() -> received(atCaller) > Speech.PACKETS && received(atCallee) > Speech.PACKETS);
            MediaPath callers = atCaller.media().path().orElseThrow();
            MediaPath callees = atCallee.media().path().orElseThrow();
            Futures.await(atCaller.hangup());
            assertEquals(EndReason.Kind.HANGUP, Futures.await(atCallee.ended()).kind());
            return new SpokenCall(
                    callers,
                    callees,
                    connected,
                    new Heard(calleeSays, callerHears),
                    new Heard(callerSays, calleeHears));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long received(Call call) {
        return call.media().quality().packetsReceived();
    }

    /**
     * Checks that each side heard what the other one said.
     *
     * @return the way and the figures in one line
     */
    String heard() {
        SpeechCheck caller = atCaller.check();
        SpeechCheck callee = atCallee.check();
        String told = String.format(
                "%s -> %s, %d ms, heard %.3f and %.3f",
                told(callers), told(callees), connected.toMillis(), caller.following(), callee.following());
        assertAll(
                () -> assertTrue(caller.following() >= 0.9, () -> told + ", at the caller: " + caller),
                () -> assertTrue(callee.following() >= 0.9, () -> told + ", at the callee: " + callee));
        return told;
    }

    private static String told(MediaPath path) {
        return path.local() + (path.relay() == null ? "" : " by " + path.relay());
    }
}
