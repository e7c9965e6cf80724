package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.media.Audio;
import dev.duet.sandbox.SpeechCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lets a call of Duet's and a page speak at the same time, each something else, and compares what each heard.
 *
 * @param pageSays what the page says
 * @param address where the page finds that
 * @param duetSays what Duet says
 * @param duetSource the same as late as the page speaks
 */
record PageTalk(Path pageSays, URI address, Path duetSays, Path duetSource) {

    private static final int MILLIS = 2600;
    static final Duration ALL = PageSound.untilAllCame(Duration.ofMillis(MILLIS));

    /** Puts what pages say where they find it. */
    static PageTalk with(PageServer server, Path folder) {
        Path pageSays = Speech.part(folder, 0, 0, MILLIS);
        return new PageTalk(
                pageSays,
                server.with("page-says.wav", pageSays).uri("page-says.wav"),
                Speech.part(folder, 0, MILLIS, MILLIS),
                Speech.part(folder, (int) PageSound.SILENCE.toMillis(), MILLIS, MILLIS));
    }

    /** Speaks, waits, and judges both ways. */
    void talk(Call call, PageSound page, double least) {
        Ear ear = new Ear();
        page.say(address);
        call.media().sink(ear);
        call.media().source(Audio.wav(duetSource));
        page.awaitHeard(ALL);
        await("sound at Duet").atMost(Duration.ofSeconds(30)).until(() -> ear.millis() >= ALL.toMillis());
        SpeechCheck atPage = page.compare(duetSays);
        SpeechCheck atDuet = ear.compare(pageSays);
        assertAll(
                () -> assertTrue(atPage.following() >= least, () -> "The page heard Duet: " + atPage + page.received()),
                () -> assertTrue(
                        atDuet.following() >= least,
                        () -> "Duet heard the page: " + atDuet + call.media().quality()));
    }
}
