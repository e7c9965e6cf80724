package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.media.Audio;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;

/** Five seconds of speech in a call, while something happens to it. */
record Speaking(Ear ear, Path said) {

    /** One side speaks, and the other listens. */
    static Speaking begin(Path folder, Call from, Call to) {
        Speaking speaking = new Speaking(new Ear(), Speech.part(folder, 400, 0, 5000));
        to.media().sink(speaking.ear);
        from.media().source(Audio.wav(speaking.said));
        return speaking;
    }

    /** Waits until all was said: it was heard. */
    SpeechCheck heard(Duration atMost) {
        await("the speech").atMost(atMost).until(() -> ear.millis() >= 6000);
        SpeechCheck heard = ear.compare(said);
        assertTrue(heard.following() >= 0.9, heard::toString);
        return heard;
    }
}
