package dev.duet.media;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.media.internal.wav.LoopSource;
import dev.duet.media.internal.wav.PcmSource;
import dev.duet.media.internal.wav.ToneSource;
import dev.duet.media.internal.wav.WavReader;
import dev.duet.media.internal.wav.WavSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Sources and sinks of sound that need no sound card. */
public final class Audio {

    private static final int TONE_RATE = 16_000;
    private static final int RECORD_RATE = 16_000;

    private Audio() {}

    /**
     * The sound of a WAV file, once: linear PCM of 8, 16, 24 or 32 bits, 32-bit float, or G.711, at 8 to 48 kHz;
     * several channels are mixed to one. The file is read here, whole, up to 64 MiB.
     *
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when it is no such WAV file
     */
    public static AudioSource wav(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return wav(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The sound of a WAV file that comes from a stream, for example a resource. It is read to its end, and not closed.
     *
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when it is no WAV file of the kinds that {@link #wav(Path)} names
     */
    public static AudioSource wav(InputStream in) {
        try {
            return new PcmSource(WavReader.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the WAV file", e);
        }
    }

    /**
     * A tone without end, at a quarter of full scale (-12 dB).
     *
     * @param hertz 20 to 7000
     */
    public static AudioSource tone(double hertz) {
        return tone(hertz, TONE_RATE);
    }

    /**
     * A tone without end, at a quarter of full scale (-12 dB).
     *
     * @param hertz 20 to less than half the sample rate
     * @param sampleRate samples a second, 8000 to 48000
     */
    public static AudioSource tone(double hertz, int sampleRate) {
        return new ToneSource(hertz, sampleRate);
    }

    /**
     * One source after another, without end.
     *
     * @param next makes the next one, quickly, on the media thread; all have the same sample rate
     */
    public static AudioSource loop(Supplier<AudioSource> next) {
        return new LoopSource(next);
    }

    /** Records to a WAV file of 16 kHz, 16 bits, one channel; see {@link #recordWav(Path, int)}. */
    public static AudioSink recordWav(Path file) {
        return recordWav(file, RECORD_RATE);
    }

    /**
     * Records to a WAV file of 16 bits and one channel. The disk is written by a thread of the sink's own; the file is
     * well-formed at every moment but for the newest second, and complete when the sink is closed. A disk that fails
     * ends the recording, not the call.
     *
     * @param sampleRate samples a second, 8000 to 48000
     * @throws UncheckedIOException when the file cannot be made
     */
    public static AudioSink recordWav(Path file, int sampleRate) {
        return WavSink.create(file, sampleRate);
    }
}
