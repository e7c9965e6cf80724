package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.media.Audio;
import dev.duet.sandbox.SpeechCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A call of Duet's with a page, in which both say the same at about the same time. */
final class PageTalk {

    private final PageSound page;
    private final Path said;
    private final Path heard;

    private PageTalk(PageSound page, Path said, Path heard) {
        this.page = page;
        this.said = said;
        this.heard = heard;
    }

    /**
     * Lets both speak.
     *
     * @param said what both say
     * @param wav where the page finds that
     */
    static PageTalk begin(Call call, PageSound page, Path said, URI wav) {
        try {
            Path heard = Files.createTempFile(said.getParent(), "duet-heard", ".wav");
            call.media().sink(Audio.recordWav(heard));
            page.say(wav);
            // As late as the page does.
            call.media().source(Audio.wav(Speech.beginning(said.getParent(), 2000, 6000)));
            return new PageTalk(page, said, heard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all is said, and compares what the page heard. */
    void assertPageHeard(double least) {
        page.assertHears(said, least);
    }

    /** Compares what Duet heard; after the end of the call, when the recording is whole. */
    void assertDuetHeard(double least) {
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(check.following() >= least, () -> "Duet heard the page: " + check);
    }
}
