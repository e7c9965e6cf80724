package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechCheckTest {

    private static final int RATE = 16_000;

    /** Noise that swells and fades: like nothing but itself. */
    private static short[] babble(long seed, int length) {
        Random random = new Random(seed);
        short[] sound = new short[length];
        double smooth = 0;
        for (int i = 0; i < length; i++) {
            smooth = 0.7 * smooth + 0.3 * random.nextGaussian();
            sound[i] = (short) (smooth * 6000 * (1.1 + Math.sin(i / 900.0)) / 2);
        }
        return sound;
    }

    private static short[] late(short[] sound, int samples) {
        short[] out = new short[sound.length + samples];
        System.arraycopy(sound, 0, out, samples, sound.length);
        return out;
    }

    @Test
    void theSameSoundLaterAndFainterIsFound() {
        short[] said = babble(1, RATE * 3);
        short[] heard = late(said, RATE / 10);
        for (int i = 0; i < heard.length; i++) {
            heard[i] /= 4;
        }
        SpeechCheck check = SpeechCheck.compare(said, RATE, heard, RATE);
        assertTrue(check.correlation() > 0.999, check.toString());
        assertTrue(check.following() > 0.999, check.toString());
        assertEquals(100, check.lag().toMillis());
        assertFalse(check.silent());
    }

    @Test
    void soundAtAnotherRateIsTheSameSound() {
        short[] said = babble(2, RATE * 2);
        short[] half = new short[said.length / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = (short) (440 * 10 * Math.sin(i * 2 * Math.PI * 300 / 8000));
        }
        short[] full = new short[said.length];
        for (int i = 0; i < full.length; i++) {
            full[i] = (short) (440 * 10 * Math.sin(i * 2 * Math.PI * 300 / 16_000));
        }
        assertTrue(SpeechCheck.compare(full, RATE, half, 8000).correlation() > 0.999);
    }

    @Test
    void anotherSoundIsNot() {
        SpeechCheck check = SpeechCheck.compare(babble(3, RATE * 3), RATE, babble(4, RATE * 3), RATE);
        assertTrue(check.correlation() < 0.3, check.toString());
        assertTrue(check.following() < 0.3, check.toString());
    }

    @Test
    void silenceIsToldAsSuch() {
        SpeechCheck check = SpeechCheck.compare(babble(5, RATE), RATE, new short[RATE], RATE);
        assertEquals(0, check.correlation());
        assertTrue(check.silent());
    }

    @Test
    void aDelayThatChangesOnTheWayHurtsTheWholeAndNotTheBlocks() {
        short[] said = babble(6, RATE * 6);
        short[] heard = late(said, RATE / 20);
        int middle = heard.length / 2;
        System.arraycopy(heard, middle, heard, middle + 300, heard.length - middle - 300);
        Arrays.fill(heard, middle, middle + 300, (short) 0);
        SpeechCheck check = SpeechCheck.compare(said, RATE, heard, RATE);
        assertTrue(check.correlation() < 0.8, check.toString());
        assertTrue(check.following() > 0.93, check.toString());
    }

    @Test
    void wavFilesAreCompared(@TempDir Path folder) throws IOException {
        short[] said = babble(7, RATE * 2);
        Path first = wav(folder.resolve("said.wav"), said, 1);
        Path second = wav(folder.resolve("heard.wav"), said, 2);
        assertTrue(SpeechCheck.compare(first, second).correlation() > 0.999);
        Path none = Files.writeString(folder.resolve("none.wav"), "no sound in here at all");
        assertThrows(IllegalArgumentException.class, () -> SpeechCheck.compare(first, none));
    }

    private static Path wav(Path file, short[] sound, int channels) throws IOException {
        int bytes = sound.length * 2 * channels;
        ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) channels).putInt(RATE).putInt(RATE * 2 * channels);
        out.putShort((short) (2 * channels)).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (short sample : sound) {
            out.putShort(sample);
            for (int i = 1; i < channels; i++) {
                out.putShort((short) 0);
            }
        }
        return Files.write(file, out.array());
    }
}
