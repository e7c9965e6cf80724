package dev.duet.examples.peers;

/** Finds the tones of keys in a sound (ITU-T Q.23): two at a time, with pauses between keys. */
final class KeyTonesHeard {

    private static final int[] LOW = {697, 770, 852, 941};
    private static final int[] HIGH = {1209, 1336, 1477, 1633};
    private static final String KEYS = "123A456B789C*0#D";
    private static final int BLOCK_MILLIS = 20;
    private static final int PAUSE_MILLIS = 100;
    /** Of a pure pair of tones nearly all is in the two. */
    private static final double SHARE = 0.7;

    private static final double FAINTEST = 100;

    private KeyTonesHeard() {}

    /**
     * The keys that are heard, in order. The same tones after a pause of less than 100 ms are the same key: on a bad
     * line a tone has gaps.
     */
    static String in(short[] samples, int rate) {
        StringBuilder keys = new StringBuilder();
        int block = rate * BLOCK_MILLIS / 1000;
        char before = ' ';
        char last = ' ';
        int pause = 0;
        for (int start = 0; start + block <= samples.length; start += block) {
            char key = key(samples, start, block, rate);
            pause = key == ' ' ? pause + BLOCK_MILLIS : 0;
            if (pause >= PAUSE_MILLIS) {
                last = ' ';
            }
            // Two blocks in a row make a key.
            if (key != ' ' && key == before && key != last) {
                last = key;
                keys.append(key);
            }
            before = key;
        }
        return keys.toString();
    }

    private static char key(short[] samples, int start, int length, int rate) {
        double energy = 0;
        for (int i = start; i < start + length; i++) {
            energy += (double) samples[i] * samples[i];
        }
        int low = strongest(LOW, samples, start, length, rate);
        int high = strongest(HIGH, samples, start, length, rate);
        double both = power(LOW[low], samples, start, length, rate) + power(HIGH[high], samples, start, length, rate);
        // A tone of amplitude a has energy n a^2 / 2, and its sum with a pure wave squared is (n a / 2)^2.
        boolean tones = both * 2 / length > SHARE * energy && energy > FAINTEST * FAINTEST * length;
        return tones ? KEYS.charAt(4 * low + high) : ' ';
    }

    private static int strongest(int[] frequencies, short[] samples, int start, int length, int rate) {
        int best = 0;
        for (int i = 1; i < frequencies.length; i++) {
            if (power(frequencies[i], samples, start, length, rate)
                    > power(frequencies[best], samples, start, length, rate)) {
                best = i;
            }
        }
        return best;
    }

    private static double power(int frequency, short[] samples, int start, int length, int rate) {
        double step = 2 * Math.PI * frequency / rate;
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < length; i++) {
            real += samples[start + i] * Math.cos(step * i);
            imaginary += samples[start + i] * Math.sin(step * i);
        }
        return real * real + imaginary * imaginary;
    }
}
