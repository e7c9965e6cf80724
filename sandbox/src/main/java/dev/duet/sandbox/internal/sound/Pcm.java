package dev.duet.sandbox.internal.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One channel of sound.
 *
 * @param samples 16-bit linear
 * @param rate samples a second
 */
public record Pcm(short[] samples, int rate) {

    private static final int HALF_TAPS = 24;

    /** Reads a WAV file of 16-bit PCM, of which it takes the first channel. */
    public static Pcm wav(Path file) {
        try {
            ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            if (data.remaining() < 12
                    || !"RIFF".equals(word(data))
                    || data.getInt() == 0
                    || !"WAVE".equals(word(data))) {
                throw new IllegalArgumentException(file + " is no WAV file");
            }
            int channels = 0;
            int rate = 0;
            while (data.remaining() >= 8) {
                String name = word(data);
                int size = data.getInt();
                if ("fmt ".equals(name)) {
                    int at = data.position();
                    channels = data.getShort(at + 2);
                    rate = data.getInt(at + 4);
                    if (data.getShort(at + 14) != 16) {
                        throw new IllegalArgumentException(file + " is not of 16-bit PCM");
                    }
                } else if ("data".equals(name) && channels > 0) {
                    int count = Math.min(size & Integer.MAX_VALUE, data.remaining()) / 2 / channels;
                    short[] samples = new short[count];
                    for (int i = 0; i < count; i++) {
                        samples[i] = data.getShort(data.position() + 2 * i * channels);
                    }
                    return new Pcm(samples, rate);
                }
                data.position(Math.min(data.limit(), data.position() + size + (size & 1)));
            }
            throw new IllegalArgumentException(file + " holds no sound");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word(ByteBuffer data) {
        byte[] word = new byte[4];
        data.get(word);
        return new String(word, StandardCharsets.US_ASCII);
    }

    /** The sound at another rate, without what that rate cannot carry; and without its mean. */
    public double[] at(int other) {
        double mean = 0;
        for (short sample : samples) {
            mean += (double) sample / samples.length;
        }
        double[] out = new double[(int) ((long) samples.length * other / rate)];
        int common = BigInteger.valueOf(rate).gcd(BigInteger.valueOf(other)).intValueExact();
        // After so many samples they lie beside those of this rate as they did before: the weights are the same.
        int phases = other / common;
        double[][] weights = new double[Math.min(phases, out.length)][];
        double cut = Math.min(1, (double) other / rate) * 0.95;
        double span = HALF_TAPS / cut;
        for (int phase = 0; phase < weights.length; phase++) {
            weights[phase] = weights((double) phase * rate / other, cut, span);
        }
        for (int i = 0; i < out.length; i++) {
            int phase = i % phases;
            int first = i / phases * (rate / common) + (int) Math.ceil((double) phase * rate / other - span);
            double[] each = weights[phase];
            double sum = 0;
            for (int k = Math.max(0, -first); k < each.length && first + k < samples.length; k++) {
                sum += (samples[first + k] - mean) * each[k];
            }
            out[i] = sum;
        }
        return out;
    }

    /** How much each sample near a place counts there. */
    private static double[] weights(double at, double cut, double span) {
        int first = (int) Math.ceil(at - span);
        double[] weights = new double[(int) Math.floor(at + span) - first + 1];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = kernel((first + k - at) * cut, (first + k - at) / span) * cut;
        }
        return weights;
    }

    private static double kernel(double x, double share) {
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        return sinc * (0.5 + 0.5 * Math.cos(Math.PI * share));
    }
}
