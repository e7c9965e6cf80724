package dev.duet.sandbox.internal.sound;

/** The discrete Fourier transform of a power of two of complex numbers, in place. */
final class Fft {

    private Fft() {}

    static void transform(double[] re, double[] im, boolean inverse) {
        int n = re.length;
        shuffle(re, im);
        double[] cos = new double[n / 2];
        double[] sin = new double[n / 2];
        for (int k = 0; k < n / 2; k++) {
            double angle = (inverse ? 2 : -2) * Math.PI * k / n;
            cos[k] = Math.cos(angle);
            sin[k] = Math.sin(angle);
        }
        for (int size = 2; size <= n; size *= 2) {
            int step = n / size;
            for (int start = 0; start < n; start += size) {
                for (int k = 0; k < size / 2; k++) {
                    double c = cos[k * step];
                    double s = sin[k * step];
                    int i = start + k;
                    int j = i + size / 2;
                    double tr = re[j] * c - im[j] * s;
                    double ti = re[j] * s + im[j] * c;
                    re[j] = re[i] - tr;
                    im[j] = im[i] - ti;
                    re[i] += tr;
                    im[i] += ti;
                }
            }
        }
        if (inverse) {
            for (int i = 0; i < n; i++) {
                re[i] /= n;
                im[i] /= n;
            }
        }
    }

    private static void shuffle(double[] re, double[] im) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(re, i, j);
                swap(im, i, j);
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
