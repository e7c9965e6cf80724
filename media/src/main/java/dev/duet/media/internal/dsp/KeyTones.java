package dev.duet.media.internal.dsp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** Key presses as the two tones that telephones make (ITU-T Q.23): 100 ms each, and 50 ms of silence after. */
public final class KeyTones {

    private static final String KEYS = "123A456B789C*0#D";
    private static final int[] ROWS = {697, 770, 852, 941};
    private static final int[] COLUMNS = {1209, 1336, 1477, 1633};
    private static final double AMPLITUDE = 5000;

    private final Queue<Integer> waiting = new ArrayDeque<>();
    private final int rate;
    private int key = -1;
    private int position;

    /** Tones of that many samples a second. */
    public KeyTones(int sampleRate) {
        rate = sampleRate;
    }

    /** Adds keys; whatever is no key is left out. */
    public void add(String keys) {
        keys.chars()
                .map(key -> KEYS.indexOf(Character.toUpperCase(key)))
                .filter(key -> key >= 0)
                .forEach(waiting::add);
    }

    /** True while there is something to play. */
    public boolean busy() {
        return key >= 0 || !waiting.isEmpty();
    }

    /** Writes what comes next in place of other sound. */
    public void play(short[] pcm, int offset, int length) {
        Arrays.fill(pcm, offset, offset + length, (short) 0);
        for (int i = 0; i < length; i++) {
            if (key < 0) {
                Integer next = waiting.poll();
                if (next == null) {
                    return;
                }
                key = next;
                position = 0;
            }
            if (position < rate / 10) {
                double time = 2 * Math.PI * position / rate;
                double tones = Math.sin(ROWS[key / 4] * time) + Math.sin(COLUMNS[key % 4] * time);
                pcm[offset + i] = (short) (AMPLITUDE * tones);
            }
            if (++position == rate * 15 / 100) {
                key = -1;
            }
        }
    }
}
