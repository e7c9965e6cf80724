package dev.duet.media.internal.dsp;

/**
 * Changes the sample rate of a stream: a polyphase filter, a sinc with a Kaiser window. Rates whose ratio needs more
 * than {@value #MOST_ROWS} phases get a value between two neighbouring phases. It delays the stream by half its length,
 * 2 ms at 8000 Hz and less above.
 */
public final class Resampler {

    private static final int MOST_ROWS = 512;
    private static final int ZERO_CROSSINGS = 16;
    private static final double ROLL_OFF = 0.93;
    private static final double KAISER_BETA = 8;

    private final int up;
    private final int down;
    private final int taps;
    private final int rows;
    private final float[] table;
    private final float[] history;
    /** How far the next output is behind the newest input of the history, in parts of {@code up} of an input sample. */
    private long position;

    private int newest = -1;

    /** From one rate to another, both 1000 to 192000. */
    public Resampler(int from, int to) {
        int common = gcd(from, to);
        up = to / common;
        down = from / common;
        double cut = Math.min(1, (double) to / from) * ROLL_OFF;
        taps = from == to ? 1 : 2 * (int) Math.ceil(ZERO_CROSSINGS / Math.min(1, (double) to / from));
        rows = Math.min(up, MOST_ROWS);
        table = from == to ? new float[0] : table(cut);
        history = new float[2 * taps];
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private float[] table(double cut) {
        // One row more than there are phases, to find a neighbour for the last.
        float[] values = new float[(rows + 1) * taps];
        for (int row = 0; row <= rows; row++) {
            double sum = 0;
            double[] weights = new double[taps];
            for (int tap = 0; tap < taps; tap++) {
                double x = taps / 2.0 - 1 - tap + (double) row / rows;
                weights[tap] = sinc(x * cut) * kaiser(x / (taps / 2.0));
                sum += weights[tap];
            }
            for (int tap = 0; tap < taps; tap++) {
                values[row * taps + tap] = (float) (weights[tap] / sum);
            }
        }
        return values;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 40; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    /** How many samples must go in for that many, at least, to come out. */
    public int needed(int outputs) {
        if (outputs == 0) {
            return 0;
        }
        long last = position + (long) (outputs - 1) * down;
        return (int) (last / up) + 1;
    }

    /**
     * Takes all of the input and writes what comes out of it: on average {@code to / from} times as much.
     *
     * @return how many samples were written
     */
    public int process(short[] in, int offset, int length, short[] out, int outOffset) {
        if (up == down) {
            System.arraycopy(in, offset, out, outOffset, length);
            return length;
        }
        int written = 0;
        for (int i = 0; i < length; i++) {
            push(in[offset + i]);
            for (; position < up; position += down) {
                out[outOffset + written++] = output();
            }
            position -= up;
        }
        return written;
    }

    /** Every sample is stored twice, so that the last {@code taps} are always in one piece. */
    private void push(short sample) {
        newest = newest + 1 == taps ? 0 : newest + 1;
        history[newest] = sample;
        history[newest + taps] = sample;
    }

    private short output() {
        double row = (double) position * rows / up;
        int lower = (int) row;
        float between = rows == up ? 0 : (float) (row - lower);
        int first = newest + 1;
        float sum = dot(lower * taps, first);
        if (between > 0) {
            sum += between * (dot((lower + 1) * taps, first) - sum);
        }
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
    }

    private float dot(int row, int first) {
        float sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            sum += table[row + tap] * history[first + tap];
        }
        return sum;
    }
}
