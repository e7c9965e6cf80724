package dev.duet.sandbox.internal.sound;

import java.util.Arrays;

/** Normalised cross-correlation of two signals over the part that they share, at every lag at once. */
public final class Correlation {

    private Correlation() {}

    /**
     * Where two signals fit best.
     *
     * @param value the correlation there, -1 to 1
     * @param lag by how many samples the second is behind the first
     */
    public record Peak(double value, int lag) {}

    /**
     * The best lag.
     *
     * @param overlap how many samples must be shared at least, so that no chance likeness at the rims counts
     * @param from the lowest lag to consider
     * @param to the highest
     */
    public static Peak best(double[] first, double[] second, int overlap, int from, int to) {
        int n = Integer.highestOneBit(Math.max(1, first.length + second.length - 1)) * 2;
        double[] cross = cross(first, second, n);
        double[] firstEnergy = energies(first);
        double[] secondEnergy = energies(second);
        // What is far below the loudest part is numeric noise, and no sound.
        double floor = 1e-9 * Math.sqrt(firstEnergy[first.length] * secondEnergy[second.length]);
        Peak best = new Peak(0, 0);
        for (int lag = Math.max(from, overlap - first.length); lag <= Math.min(to, second.length - overlap); lag++) {
            int start = Math.max(0, -lag);
            int end = Math.min(first.length, second.length - lag);
            if (end - start < overlap) {
                continue;
            }
            double energy = Math.sqrt(
                    (firstEnergy[end] - firstEnergy[start]) * (secondEnergy[end + lag] - secondEnergy[start + lag]));
            double value = energy <= floor ? 0 : cross[lag & n - 1] / energy;
            if (value > best.value) {
                best = new Peak(value, lag);
            }
        }
        return best;
    }

    /** At index lag (modulo n): the sum over i of first[i] * second[i + lag]. */
    private static double[] cross(double[] first, double[] second, int n) {
        double[] re = Arrays.copyOf(first, n);
        double[] im = new double[n];
        Fft.transform(re, im, false);
        double[] re2 = Arrays.copyOf(second, n);
        double[] im2 = new double[n];
        Fft.transform(re2, im2, false);
        for (int i = 0; i < n; i++) {
            double real = re[i] * re2[i] + im[i] * im2[i];
            im[i] = re[i] * im2[i] - im[i] * re2[i];
            re[i] = real;
        }
        Fft.transform(re, im, true);
        return re;
    }

    private static double[] energies(double[] signal) {
        double[] sums = new double[signal.length + 1];
        for (int i = 0; i < signal.length; i++) {
            sums[i + 1] = sums[i] + signal[i] * signal[i];
        }
        return sums;
    }
}
