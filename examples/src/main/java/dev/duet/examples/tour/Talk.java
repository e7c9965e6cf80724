package dev.duet.examples.tour;

import dev.duet.api.Call;
import dev.duet.media.Audio;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.EndReason;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A call in which one speaks, the other records, and what was recorded is compared with what was said. */
final class Talk {

    /** Until the two have their phones at the ear. */
    private static final Duration FIRST_MOMENT = Duration.ofSeconds(1);

    /** Longer than sound waits at the receiver before it is played. */
    private static final Duration LAST_WORDS = Duration.ofMillis(700);

    private final Story story;
    private final Path speech;
    private final double enough;

    /**
     * Prepares.
     *
     * @param speech what is said
     * @param enough the correlation from which on the one counts as the other
     */
    Talk(Story story, Path speech, double enough) {
        this.story = story;
        this.speech = speech;
        this.enough = enough;
    }

    /**
     * Calls, speaks, hangs up and compares.
     *
     * @param call just made by the speaker
     * @param protocol by which it must go
     * @param whileTalking what else happens before the speech is over
     */
    void run(Person speaker, Call call, Person listener, Protocol protocol, Path recording, Runnable whileTalking) {
        Ending said = new Ending();
        Ending heard = new Ending();
        Call there = listener.nextIncoming(call);
        tellRoute(speaker, call, listener, protocol);
        there.media().sink(heard.of(Audio.recordWav(recording)));
        story.await(listener.name() + " answers", there.answer());
        story.await(speaker.name() + " is connected", call.connected());
        story.tell(listener.name() + " answers; " + tell(call.security()) + ".");
        whileTalking.run();
        story.pause(FIRST_MOMENT);
        call.media().source(said.of(Audio.wav(speech)));
        story.tell(speaker.name() + " speaks.");
        story.await(speaker.name() + " has said it all", said.closed());
        story.pause(LAST_WORDS);
        CallQuality quality = there.media().quality();
        EndReason end = story.await(speaker.name() + " hangs up", call.hangup());
        story.check("the call ends as HANGUP, unlike " + end, end.kind() == EndReason.Kind.HANGUP);
        story.await(listener.name() + "'s call is over", there.ended());
        story.tell(speaker.name() + " hangs up. " + listener.name() + " had " + tell(quality) + ".");
        story.await("the recording is whole", heard.closed());
        compare(speaker, listener, recording);
    }

    private void tellRoute(Person speaker, Call call, Person listener, Protocol protocol) {
        Route route = call.route().orElseThrow(() -> new TourFailure("The call has no route"));
        story.check("the call goes by " + protocol + ", unlike " + route, route.protocol() == protocol);
        story.tell(speaker.name() + " calls " + listener.name() + " at "
                + route.target().uri() + " (" + route.why() + ");" + " it rings.");
    }

    private void compare(Person speaker, Person listener, Path recording) {
        SpeechCheck check = SpeechCheck.compare(speech, recording);
        // A receiver may change its delay in a pause between two words: then the blocks fit, each at its own lag.
        double likeness = Math.max(check.correlation(), check.following());
        String figures = String.format(
                Locale.ROOT, "correlation %.3f as a whole, %.3f by blocks", check.correlation(), check.following());
        story.check(
                "what " + listener.name() + " heard is what " + speaker.name() + " said: " + figures + ", less than "
                        + enough,
                likeness >= enough);
        story.tell("What " + listener.name() + " heard is what " + speaker.name() + " said: " + figures + ".");
    }

    private static String tell(CallSecurity security) {
        return security.media() == CallSecurity.Media.NONE
                ? "the sound is not encrypted"
                : "the sound is encrypted by " + security.media() + " with " + security.cipher();
    }

    private static String tell(CallQuality quality) {
        return String.format(
                Locale.ROOT,
                "%d packets of %s, %d lost, %.1f %% made up, jitter %.1f ms",
                quality.packetsReceived(),
                quality.codec(),
                quality.packetsLost(),
                quality.concealed() * 100,
                quality.jitter().toNanos() / 1e6);
    }
}
