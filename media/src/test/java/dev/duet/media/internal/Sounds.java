package dev.duet.media.internal;

import java.util.Random;

/** Sounds to test with. */
public final class Sounds {

    private Sounds() {}

    /** A tone. */
    public static short[] tone(double hertz, int rate, int samples) {
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (short) Math.round(8000 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return sound;
    }

    /** Something like speech: syllables of gliding pitch with moving formants, hisses, and pauses; by a seed. */
    public static short[] speech(long seed, int rate, int samples) {
        Random random = new Random(seed);
        double[] sound = new double[samples];
        int at = rate / 20;
        while (at < samples) {
            int length = (int) (rate * (0.12 + 0.2 * random.nextDouble()));
            if (random.nextInt(5) == 0) {
                hiss(sound, at, length / 2, random);
                at += length / 2;
            } else {
                syllable(sound, at, length, rate, random);
                at += length;
            }
            at += random.nextInt(4) == 0 ? rate / 6 : rate / 60;
        }
        short[] out = new short[samples];
        for (int i = 0; i < samples; i++) {
            out[i] = (short) Math.max(-30_000, Math.min(30_000, Math.round(sound[i])));
        }
        return out;
    }

    private static void syllable(double[] sound, int at, int length, int rate, Random random) {
        double pitch = 90 + 120 * random.nextDouble();
        double glide = 1 + 0.3 * (random.nextDouble() - 0.5);
        double low = 300 + 500 * random.nextDouble();
        double high = 900 + 1600 * random.nextDouble();
        double[] phase = new double[32];
        for (int i = 0; i < length && at + i < sound.length; i++) {
            double share = (double) i / length;
            double envelope = Math.sin(Math.PI * share);
            double f0 = pitch * Math.pow(glide, share);
            double value = 0;
            for (int h = 1; h < phase.length && h * f0 < 3400; h++) {
                double f = h * f0;
                double gain = Math.exp(-Math.pow((f - low) / 250, 2)) + 0.5 * Math.exp(-Math.pow((f - high) / 350, 2));
                phase[h] += 2 * Math.PI * f / rate;
                value += gain * Math.sin(phase[h]);
            }
            sound[at + i] += 5000 * envelope * value;
        }
    }

    private static void hiss(double[] sound, int at, int length, Random random) {
        double before = 0;
        for (int i = 0; i < length && at + i < sound.length; i++) {
            double noise = random.nextGaussian();
            sound[at + i] += 500 * Math.sin(Math.PI * i / length) * (noise - 0.5 * before);
            before = noise;
        }
    }

    /** Correlation of two stretches of the same length, -1 to 1. */
    public static double likeness(short[] first, int firstAt, short[] second, int secondAt, int length) {
        double cross = 0;
        double a2 = 0;
        double b2 = 0;
        for (int i = 0; i < length; i++) {
            double a = first[firstAt + i];
            double b = second[secondAt + i];
            cross += a * b;
            a2 += a * a;
            b2 += b * b;
        }
        return cross / Math.sqrt(Math.max(1, a2) * Math.max(1, b2));
    }

    /** Mean square. */
    public static double power(short[] sound, int at, int length) {
        double sum = 0;
        for (int i = at; i < at + length; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return sum / length;
    }

    /** In how much of a sound that tone is all there is: the share of its blocks of 50 ms. */
    public static double share(double hertz, short[] sound, int from, int rate) {
        int block = rate / 20;
        int blocks = (sound.length - from) / block;
        int pure = 0;
        for (int i = 0; i < blocks; i++) {
            double sine = 0;
            double cosine = 0;
            double energy = 0;
            for (int at = from + i * block; at < from + (i + 1) * block; at++) {
                double phase = 2 * Math.PI * hertz * at / rate;
                sine += sound[at] * Math.sin(phase);
                cosine += sound[at] * Math.cos(phase);
                energy += (double) sound[at] * sound[at];
            }
            // All of the energy of a pure tone is in this; and silence is no tone.
            if (energy > block * 1e4 && 2 * (sine * sine + cosine * cosine) > 0.7 * block * energy) {
                pure++;
            }
        }
        return blocks == 0 ? 0 : (double) pure / blocks;
    }
}
