package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.SpeechCheck;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;

/**
 * What a page of a call says and hears.
 *
 * @param stats the page's function that tells its statistics
 */
record PageSound(Page page, String stats) {

    /** How long a page waits before it speaks. */
    static final Duration SILENCE = Duration.ofSeconds(2);

    /** Until all of a speech must have come: {@link #SILENCE}, its words, and what lines and buffers hold back. */
    static Duration untilAllCame(Duration words) {
        return SILENCE.plus(words).plusMillis(900);
    }

    /** Says a WAV file, beginning after {@link #SILENCE}, and forgets what was heard before. */
    void say(URI wav) {
        page.await("listening");
        page.call("sound.forget");
        page.call("sound.say", wav.toString(), SILENCE.toSeconds());
    }

    /** Waits until so much was heard, of silence or not. */
    void awaitHeard(Duration sound) {
        Awaitility.await("sound for " + sound)
                .atMost(sound.plusSeconds(30))
                .until(() -> page.call("sound.seconds").number() * 1000 >= sound.toMillis());
    }

    /** What was heard since the page began to say something, beside what was said. */
    SpeechCheck compare(Path said) {
        JsonValue heard = page.call("sound.heard");
        return Speech.compare(said, samples(heard.at("samples").text()), (int)
                heard.at("rate").number());
    }

    /** What its statistics say of the packets that came. */
    JsonValue received() {
        return page.call(stats).at("received");
    }

    /** The keys whose tones were heard since it was forgotten. */
    String keys() {
        JsonValue heard = page.call("sound.heard");
        return KeyTonesHeard.in(
                samples(heard.at("samples").text()), (int) heard.at("rate").number());
    }

    private static short[] samples(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[bytes.remaining() / 2];
        bytes.asShortBuffer().get(samples);
        return samples;
    }

    /** Lets two pages of one call say the same at the same time, and compares what each heard. */
    static void talk(PageSound one, PageSound other, URI wav, Path said, double least) {
        one.say(wav);
        other.say(wav);
        one.assertHears(said, least);
        other.assertHears(said, least);
    }

    /** Waits until all of a speech must have come, and compares. */
    void assertHears(Path said, double least) {
        awaitHeard(untilAllCame(Speech.length(said)));
        SpeechCheck check = compare(said);
        assertTrue(check.following() >= least, check::toString);
    }
}
