package dev.duet.media.internal.dsp;

/**
 * Makes up sound for codecs that cannot do it themselves: goes on with the last pitch period that was heard, fades it
 * out within 60 ms, and joins the sound that comes back smoothly. The idea, though not the method, of G.711 Appendix I.
 */
public final class WaveformConcealment {

    /** The first part is repeated at full strength, the rest fades. */
    private static final int FULL_MILLIS = 10;

    private static final int SILENT_MILLIS = 60;
    private static final int HISTORY_MILLIS = 40;
    private static final int TEMPLATE_MILLIS = 10;

    private final short[] history;
    private final short[] bridge;
    private final int shortest;
    private final int longest;
    private final int template;
    private final int full;
    private final int silent;
    private final int step;

    private int lag;
    private int position;
    private int madeUp;

    /** For PCM of that many samples a second. */
    public WaveformConcealment(int sampleRate) {
        history = new short[sampleRate * HISTORY_MILLIS / 1000];
        bridge = new short[sampleRate * 10 / 1000];
        shortest = sampleRate / 400;
        longest = sampleRate / 66;
        template = sampleRate * TEMPLATE_MILLIS / 1000;
        full = sampleRate * FULL_MILLIS / 1000;
        silent = sampleRate * SILENT_MILLIS / 1000;
        step = Math.max(1, sampleRate / 8000);
    }

    /** Takes good sound and remembers it; joins it to sound made up just before by changing its first milliseconds. */
    public void heard(short[] pcm, int offset, int length) {
        if (madeUp > 0) {
            join(pcm, offset, length);
            madeUp = 0;
        }
        remember(pcm, offset, length);
    }

    /** Writes made-up sound. */
    public void conceal(short[] pcm, int offset, int length) {
        if (madeUp == 0) {
            lag = Pitch.lag(history, history.length - template, template, shortest, longest, -1, step);
            position = 0;
        }
        goOn(pcm, offset, length);
    }

    private void goOn(short[] pcm, int offset, int length) {
        for (int i = 0; i < length; i++) {
            pcm[offset + i] = (short) (history[history.length - lag + position] * gain(madeUp));
            position = position + 1 == lag ? 0 : position + 1;
            madeUp = Math.min(madeUp + 1, silent);
        }
    }

    private double gain(int sample) {
        return sample < full ? 1 : (double) (silent - sample) / (silent - full);
    }

    private void join(short[] pcm, int offset, int length) {
        // A longer gap gets a longer bridge, as the two sounds have less in common.
        int span = Math.min(Math.min(bridge.length, length), bridge.length / 4 + madeUp / 4);
        goOn(bridge, 0, span);
        for (int i = 0; i < span; i++) {
            double share = (i + 1.0) / (span + 1);
            pcm[offset + i] = (short) Math.round(pcm[offset + i] * share + bridge[i] * (1 - share));
        }
    }

    private void remember(short[] pcm, int offset, int length) {
        int taken = Math.min(length, history.length);
        System.arraycopy(history, taken, history, 0, history.length - taken);
        System.arraycopy(pcm, offset + length - taken, history, history.length - taken, taken);
    }
}
