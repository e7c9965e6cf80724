package dev.duet.media.internal.wav;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.media.Audio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsRecordedIsReadBack() throws IOException {
        Path file = folder.resolve("a.wav");
        short[] said = new short[50_000];
        for (int i = 0; i < said.length; i++) {
            said[i] = (short) (i * 7);
        }
        AudioSink sink = Audio.recordWav(file, 48_000);
        for (int i = 0; i < said.length; i += 500) {
            sink.write(said, i, 500);
        }
        sink.close();
        sink.write(said, 0, 500);
        assertArrayEquals(said, all(Audio.wav(file)));
        assertEquals(48_000, Audio.wav(file).sampleRate());
        assertEquals(44 + 2 * said.length, Files.size(file));
    }

    @Test
    void aRecordingIsReadableWhileItRuns() {
        Path file = folder.resolve("b.wav");
        try (AudioSink sink = Audio.recordWav(file)) {
            sink.write(new short[160], 0, 160);
            await().until(() -> all(Audio.wav(file)).length == 160);
        }
    }

    @Test
    void aFileThatCannotBeMadeIsToldAtOnce() {
        assertThrows(UncheckedIOException.class, () -> Audio.recordWav(folder.resolve("no/such/folder.wav")));
        assertThrows(UncheckedIOException.class, () -> Audio.wav(folder.resolve("none.wav")));
        assertThrows(IllegalArgumentException.class, () -> Audio.recordWav(folder.resolve("c.wav"), 4000));
    }

    @Test
    void everyCommonFormatIsUnderstood() throws IOException {
        assertArrayEquals(new short[] {0, -32_768, 32_512}, read(1, 1, 8, 128, 0, 255));
        assertArrayEquals(new short[] {1, -2}, read(1, 1, 16, 1, 0, 0xFE, 0xFF));
        assertArrayEquals(new short[] {0x0201}, read(1, 1, 24, 9, 1, 2));
        assertArrayEquals(new short[] {0x0201}, read(1, 1, 32, 9, 9, 1, 2));
        assertArrayEquals(new short[] {200}, read(1, 2, 16, 100, 0, 44, 1));
        assertArrayEquals(new short[] {0}, read(7, 1, 8, 0xFF));
        assertArrayEquals(new short[] {8}, read(6, 1, 8, 0xD5));
        ByteBuffer half = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.5f);
        assertArrayEquals(new short[] {16_384}, read(3, 1, 32, half.get(0), half.get(1), half.get(2), half.get(3)));
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> read(85, 1, 16, 0, 0))
                .getMessage()
                .contains("format 85"));
        assertThrows(IllegalArgumentException.class, () -> read(1, 0, 16, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Audio.wav(new ByteArrayInputStream(new byte[0])));
    }

    @Test
    void aFileCutAnywhereIsReadAsFarAsItGoesOrRefused() {
        byte[] whole = file(1, 1, 16, 1, 0, 2, 0, 3, 0);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            if (length < 44) {
                assertThrows(IllegalArgumentException.class, () -> Audio.wav(new ByteArrayInputStream(part)));
            } else {
                assertEquals((length - 44) / 2, all(Audio.wav(new ByteArrayInputStream(part))).length);
            }
        }
    }

    @Property(tries = 300)
    void noBytesDoAnythingElse(@ForAll byte[] noise) {
        byte[] file = file(1, 1, 16, 0, 0);
        System.arraycopy(noise, 0, file, 12, Math.min(noise.length, file.length - 12));
        try {
            all(Audio.wav(new ByteArrayInputStream(file)));
        } catch (IllegalArgumentException refused) {
            assertTrue(!refused.getMessage().isEmpty());
        }
    }

    @Test
    void aToneIsASineOfItsFrequency() {
        short[] second = new short[16_000];
        Audio.tone(440).read(second, 0, second.length);
        int crossings = 0;
        for (int i = 1; i < second.length; i++) {
            crossings += second[i - 1] < 0 && second[i] >= 0 ? 1 : 0;
        }
        assertEquals(440, crossings, 1);
        assertThrows(IllegalArgumentException.class, () -> Audio.tone(5000, 8000));
    }

    @Test
    void aLoopGoesOnAndDoesNotSpinOnNothing() {
        AudioSource loop = Audio.loop(() -> new PcmSource(new Pcm(new short[] {1, 2, 3}, 8000)));
        short[] heard = new short[7];
        assertEquals(7, loop.read(heard, 0, 7));
        assertArrayEquals(new short[] {1, 2, 3, 1, 2, 3, 1}, heard);
        AudioSource empty = Audio.loop(() -> new PcmSource(new Pcm(new short[0], 8000)));
        assertEquals(0, empty.read(heard, 0, 7));
    }

    private static short[] read(int code, int channels, int bits, int... data) {
        return all(Audio.wav(new ByteArrayInputStream(file(code, channels, bits, data))));
    }

    private static byte[] file(int code, int channels, int bits, int... data) {
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes())
                .putInt(36 + data.length)
                .put("WAVEfmt ".getBytes())
                .putInt(16);
        file.putShort((short) code)
                .putShort((short) channels)
                .putInt(8000)
                .putInt(0)
                .putShort((short) 0);
        file.putShort((short) bits).put("data".getBytes()).putInt(data.length);
        for (int b : data) {
            file.put((byte) b);
        }
        return file.array();
    }

    private static short[] all(AudioSource source) {
        short[] sound = new short[0];
        short[] part = new short[480];
        for (int count = source.read(part, 0, 480); count > 0; count = source.read(part, 0, 480)) {
            int before = sound.length;
            sound = Arrays.copyOf(sound, before + count);
            System.arraycopy(part, 0, sound, before, count);
        }
        return sound;
    }
}
