package dev.duet.examples.peers;

import dev.duet.sandbox.SpeechCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Alice's speech, in the forms in which peers want it. */
final class Speech {

    private static final int SAMPLES = 16_000 * 9;
    private static final int SILENT_MILLIS = 400;
    private static final int SPOKEN_MILLIS = 2600;

    /** Packets of 20 ms in which all of {@link #beginning(Path)} has come, and what lines and buffers hold back. */
    static final int PACKETS = (SILENT_MILLIS + SPOKEN_MILLIS + 600) / 20;

    private Speech() {}

    /** As it is in the examples: 16 kHz, one channel. */
    static Path original(Path folder) {
        try (InputStream in = Speech.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            Path target = folder.resolve("alice.wav");
            Files.write(target, in.readAllBytes());
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What most calls say: a little silence, in which a line settles, then the first words; at 16 kHz. */
    static Path beginning(Path folder) {
        return beginning(folder, SILENT_MILLIS, SPOKEN_MILLIS);
    }

    /** What the other side of a call says meanwhile: the words after those of {@link #beginning(Path)}. */
    static Path goingOn(Path folder) {
        return part(folder, SILENT_MILLIS, SPOKEN_MILLIS, SPOKEN_MILLIS);
    }

    /** The first seconds of it, with silence before it, in which a line settles; at 16 kHz. */
    static Path beginning(Path folder, int silentMillis, int millis) {
        return part(folder, silentMillis, 0, millis);
    }

    /** A part of it, with silence before it, in which a line settles; at 16 kHz. */
    static Path part(Path folder, int silentMillis, int fromMillis, int millis) {
        short[] speech = samples(original(folder));
        short[] part = new short[16 * (silentMillis + millis)];
        int length = Math.min(speech.length - 16 * fromMillis, 16 * millis);
        System.arraycopy(speech, 16 * fromMillis, part, 16 * silentMillis, length);
        Path target = folder.resolve("says" + silentMillis + "-" + fromMillis + "-" + millis + ".wav");
        return write(target, part, 16_000, 1);
    }

    /** At 8 kHz with one channel for G.711, at 48 kHz with two for Opus: baresip does not resample files. */
    static Path forCodec(Path folder, String codec) {
        return forCodec(folder, codec, original(folder));
    }

    /** The same of another speech at 16 kHz. */
    static Path forCodec(Path folder, String codec, Path says) {
        // With silence after it: baresip sends nothing more once its file is at its end.
        short[] speech = Arrays.copyOf(samples(says), SAMPLES);
        return codec.equals("opus")
                ? write(folder.resolve("says48.wav"), tripled(speech), 48_000, 2)
                : write(folder.resolve("says8.wav"), halved(speech), 8000, 1);
    }

    /** Compares a WAV file of this class with what was heard, as samples of one channel. */
    static SpeechCheck compare(Path said, short[] heard, int rate) {
        return SpeechCheck.compare(samples(said), rateOf(said), heard, rate);
    }

    /** How long a WAV file of this class is. */
    static Duration length(Path wav) {
        return Duration.ofMillis(samples(wav).length * 1000L / rateOf(wav));
    }

    private static int rateOf(Path wav) {
        try (AudioInputStream stream = AudioSystem.getAudioInputStream(wav.toFile())) {
            return (int) stream.getFormat().getSampleRate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedAudioFileException e) {
            throw new IllegalArgumentException(wav.toString(), e);
        }
    }

    private static short[] samples(Path wav) {
        try {
            byte[] bytes = Files.readAllBytes(wav);
            short[] samples = new short[(bytes.length - 44) / 2];
            ByteBuffer.wrap(bytes, 44, samples.length * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static short[] halved(short[] from) {
        short[] to = new short[from.length / 2];
        for (int i = 0; i < to.length; i++) {
            to[i] = (short) ((from[2 * i] + from[2 * i + 1]) / 2);
        }
        return to;
    }

    private static short[] tripled(short[] from) {
        short[] to = new short[from.length * 3];
        for (int i = 0; i < to.length; i++) {
            int next = Math.min(i / 3 + 1, from.length - 1);
            to[i] = (short) ((from[i / 3] * (3 - i % 3) + from[next] * (i % 3)) / 3);
        }
        return to;
    }

    private static Path write(Path target, short[] samples, int rate, int channels) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2 * channels).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples) {
            for (int channel = 0; channel < channels; channel++) {
                bytes.putShort(sample);
            }
        }
        AudioFormat format = new AudioFormat(rate, 16, channels, true, false);
        try (AudioInputStream stream =
                new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, samples.length)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, target.toFile());
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
