package dev.duet.examples.phone;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.media.Audio;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said and what becomes of what is heard. */
final class SoundOptions {

    @Option(names = "--play", paramLabel = "F.wav", description = "Say what is in this WAV file, once in each call.")
    private @Nullable Path play;

    @Option(names = "--tone", paramLabel = "HZ", description = "Say a tone of 20 to 7000 Hz.")
    private @Nullable Double tone;

    @Option(names = "--silence", description = "Say nothing, the default.")
    private boolean silence;

    @Option(
            names = "--record",
            paramLabel = "F.wav",
            description = "Write what is heard in the first call to this WAV file, in the second to F-2.wav.")
    private @Nullable Path record;

    /**
     * The sound.
     *
     * @throws IllegalArgumentException when the options do not fit; the message is for the user
     */
    Sound sound() {
        return new Sound(source(), sink());
    }

    private Supplier<AudioSource> source() {
        if (play != null && tone != null) {
            throw new IllegalArgumentException("Give --play or --tone, not both.");
        }
        if (!silence && play != null) {
            Path file = Files.readable(play, "--play");
            Audio.wav(file).close(); // a file that is no WAV is told now, not in the first call
            return () -> Audio.wav(file);
        }
        if (!silence && tone != null) {
            double hertz = tone;
            Audio.tone(hertz).close(); // one that cannot be made is told now
            return () -> Audio.tone(hertz);
        }
        return AudioSource::silence;
    }

    private Supplier<AudioSink> sink() {
        if (record == null) {
            return AudioSink::discard;
        }
        Path file = Files.writable(record, "--record");
        AtomicInteger calls = new AtomicInteger();
        return () -> Audio.recordWav(numbered(file, calls.incrementAndGet()));
    }

    /** The file of a call: {@code bob.wav}, {@code bob-2.wav}. */
    static Path numbered(Path file, int call) {
        String name = file.toString();
        int dot = name.lastIndexOf('.');
        int end = dot > name.lastIndexOf(file.getFileSystem().getSeparator()) ? dot : name.length();
        return call == 1
                ? file
                : file.resolveSibling(Path.of(name.substring(0, end) + "-" + call + name.substring(end))
                        .getFileName());
    }
}
