package dev.duet.sandbox;

import dev.duet.sandbox.internal.sound.Correlation;
import dev.duet.sandbox.internal.sound.Pcm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Tells by content whether what one side heard is what the other side said: normalised cross-correlation, at the best
 * lag, over the part that both have. Both sounds are brought to 8000 samples a second first, as telephones carry
 * nothing above 4 kHz; loudness does not matter.
 *
 * <p>Rule of thumb: 0.95 and more for G.711, 0.9 and more for Opus on a good line; other speech scores below 0.3.
 *
 * @param correlation over the whole sound at one lag, -1 to 1. Falls when the receiver changes its delay on the way
 * @param following the mean over blocks of 0.4 s, each at its own best lag within 0.3 s of the common one, weighted by
 *     their loudness: what to look at when the network was bad, since a receiver then stretches and shortens sound
 * @param lag by how much the heard sound is behind the said one; negative when it is ahead
 * @param silent true when the heard sound is silence
 */
public record SpeechCheck(double correlation, double following, Duration lag, boolean silent) {

    private static final int RATE = 8000;
    private static final int BLOCK = RATE * 4 / 10;
    private static final int STRAY = RATE * 3 / 10;

    /** Compares two WAV files of 16-bit PCM, of which the first channel counts. */
    public static SpeechCheck compare(Path said, Path heard) {
        return compare(Pcm.wav(said), Pcm.wav(heard));
    }

    /** Compares two sounds of 16-bit samples at the rates given. */
    public static SpeechCheck compare(short[] said, int saidRate, short[] heard, int heardRate) {
        return compare(new Pcm(said, saidRate), new Pcm(heard, heardRate));
    }

    private static SpeechCheck compare(Pcm saidPcm, Pcm heardPcm) {
        double[] said = saidPcm.at(RATE);
        double[] heard = heardPcm.at(RATE);
        int overlap = Math.max(1, Math.min(said.length, heard.length) / 2);
        Correlation.Peak peak = Correlation.best(said, heard, overlap, -said.length, heard.length);
        return new SpeechCheck(
                peak.value(),
                following(said, heard, peak.lag()),
                Duration.ofNanos(peak.lag() * 1_000_000_000L / RATE),
                energy(heard, 0, heard.length) < heard.length);
    }

    private static double following(double[] said, double[] heard, int lag) {
        double sum = 0;
        double weight = 0;
        for (int start = 0; start + BLOCK <= said.length; start += BLOCK) {
            int from = start + lag - STRAY;
            int to = start + lag + BLOCK + STRAY;
            if (from < 0 || to > heard.length) {
                continue;
            }
            double[] block = Arrays.copyOfRange(said, start, start + BLOCK);
            double[] around = Arrays.copyOfRange(heard, from, to);
            double energy = energy(block, 0, BLOCK);
            sum += energy * Correlation.best(block, around, BLOCK, 0, 2 * STRAY).value();
            weight += energy;
        }
        return weight == 0 ? 0 : sum / weight;
    }

    private static double energy(double[] signal, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += signal[i] * signal[i];
        }
        return sum;
    }
}
