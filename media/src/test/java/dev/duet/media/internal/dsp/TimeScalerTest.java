package dev.duet.media.internal.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Sounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeScalerTest {

    private static PcmQueue filled(short[] sound, int played) {
        PcmQueue queue = new PcmQueue(sound.length, 2000);
        int at = queue.tail(sound.length);
        System.arraycopy(sound, 0, queue.array(), at, sound.length);
        queue.added(sound.length);
        queue.play(new short[played], 0, played);
        return queue;
    }

    private static double roughness(short[] pcm, int at, int length) {
        double worst = 0;
        for (int i = at + 2; i < at + length; i++) {
            worst = Math.max(worst, Math.abs(pcm[i] - 2 * pcm[i - 1] + pcm[i - 2]));
        }
        return worst;
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void shorteningAToneLeavesOutWholePeriodsWithoutAClick(int rate) {
        short[] tone = Sounds.tone(200, rate, rate / 4);
        TimeScaler scaler = new TimeScaler(rate);
        PcmQueue queue = filled(tone, rate / 20);
        int before = queue.size();
        int cut = scaler.shorten(queue, false);
        assertTrue(cut > 0);
        assertEquals(0, cut % (rate / 200), rate / 1000.0, "a multiple of the period");
        assertEquals(before - cut, queue.size());
        assertTrue(roughness(queue.array(), queue.head() - 2, queue.size()) < 1.5 * roughness(tone, 0, rate / 4) + 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void lengtheningAToneAddsWholePeriodsWithoutAClick(int rate) {
        short[] tone = Sounds.tone(200, rate, rate / 4);
        TimeScaler scaler = new TimeScaler(rate);
        PcmQueue queue = filled(tone, rate / 20);
        int before = queue.size();
        int added = scaler.lengthen(queue, false);
        assertTrue(added > 0);
        assertEquals(before + added, queue.size());
        assertTrue(roughness(queue.array(), queue.head() - 2, queue.size()) < 1.5 * roughness(tone, 0, rate / 4) + 4);
    }

    @Test
    void soundThatDoesNotRepeatIsLeftAlone() {
        java.util.Random random = new java.util.Random(1);
        short[] noise = new short[2000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (3000 * random.nextGaussian());
        }
        PcmQueue queue = filled(noise, 400);
        TimeScaler scaler = new TimeScaler(8000);
        assertEquals(0, scaler.shorten(queue, false));
        assertEquals(0, scaler.lengthen(queue, false));
        assertEquals(1600, queue.size());
    }

    @Test
    void silenceGivesWay() {
        PcmQueue queue = filled(new short[2000], 400);
        TimeScaler scaler = new TimeScaler(8000);
        assertTrue(scaler.shorten(queue, false) > 0);
        assertTrue(scaler.lengthen(queue, false) > 0);
    }

    @Test
    void tooLittleSoundIsLeftAlone() {
        PcmQueue queue = filled(new short[100], 50);
        assertEquals(0, new TimeScaler(8000).shorten(queue, true));
    }
}
