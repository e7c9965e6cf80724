package dev.duet.media.internal.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Sounds;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

    private static short[] all(Resampler resampler, short[] in, int most) {
        short[] out = new short[most];
        return Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0));
    }

    /** Signal to noise in dB after the best sine of that frequency is taken out. */
    private static double purity(short[] sound, double hertz, int rate, int from, int length) {
        double c = 0;
        double s = 0;
        for (int i = 0; i < length; i++) {
            double phase = 2 * Math.PI * hertz * i / rate;
            c += sound[from + i] * Math.cos(phase) * 2 / length;
            s += sound[from + i] * Math.sin(phase) * 2 / length;
        }
        double noise = 0;
        for (int i = 0; i < length; i++) {
            double phase = 2 * Math.PI * hertz * i / rate;
            noise += Math.pow(sound[from + i] - c * Math.cos(phase) - s * Math.sin(phase), 2) / length;
        }
        return 10 * Math.log10((c * c + s * s) / 2 / noise);
    }

    @ParameterizedTest
    @CsvSource({
        "8000,48000", "48000,8000", "16000,48000", "48000,16000", "44100,48000", "48000,44100", "44100,8000",
        "8000,44100", "11025,48000", "12345,48000", "47999,8000", "8000,16000", "22050,8000", "32000,48000"
    })
    void aToneStaysAPureToneOfTheSameLoudness(int from, int to) {
        short[] in = Sounds.tone(1000, from, from);
        short[] out = all(new Resampler(from, to), in, to + 10);
        assertEquals(to, out.length, 1);
        double purity = purity(out, 1000, to, to / 4, to / 2);
        assertTrue(purity > 60, "only " + purity + " dB");
        assertEquals(Sounds.power(in, from / 4, from / 2), Sounds.power(out, to / 4, to / 2), 8000 * 80);
    }

    @Test
    void whatTheLowerRateCannotCarryIsTakenOut() {
        short[] out = all(new Resampler(48_000, 8000), Sounds.tone(5500, 48_000, 48_000), 8010);
        double left = 10 * Math.log10(Sounds.power(out, 2000, 4000) / (8000.0 * 8000 / 2));
        assertTrue(left < -55, "still " + left + " dB");
    }

    @Property(tries = 100)
    void askedForEnoughItGivesEnoughAndNoneIsLost(
            @ForAll @IntRange(min = 8000, max = 48_000) int from, @ForAll @IntRange(min = 8000, max = 48_000) int to) {
        Resampler resampler = new Resampler(from, to);
        int perTick = to / 100;
        short[] out = new short[perTick + 100];
        short[] in = new short[from / 100 + 100];
        long taken = 0;
        long given = 0;
        int spare = 0;
        for (int tick = 0; tick < 200; tick++) {
            int needed = resampler.needed(perTick - spare);
            taken += needed;
            int count = resampler.process(in, 0, needed, out, 0);
            given += count;
            spare = spare + count - perTick;
            assertTrue(spare >= 0, "too few at tick " + tick);
        }
        assertEquals((double) taken * to / from, given, (double) to / from + 2);
    }

    @Test
    void theSameRateIsACopy() {
        short[] in = Sounds.speech(1, 8000, 800);
        assertEquals(Arrays.toString(in), Arrays.toString(all(new Resampler(8000, 8000), in, 800)));
    }

    @Test
    void loudSoundIsClippedAndDoesNotWrap() {
        short[] in = new short[800];
        for (int i = 0; i < in.length; i++) {
            in[i] = i / 20 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = all(new Resampler(8000, 48_000), in, 4810);
        for (int i = 600; i < out.length; i++) {
            int ideal = in[(i - 96) / 6];
            if (Math.abs(out[i]) > 20_000 && (i - 96) % 120 > 30 && (i - 96) % 120 < 90) {
                assertTrue(Integer.signum(out[i]) == Integer.signum(ideal), "at " + i);
            }
        }
    }
}
