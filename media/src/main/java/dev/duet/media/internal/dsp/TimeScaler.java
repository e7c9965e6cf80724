package dev.duet.media.internal.dsp;

/**
 * Shortens or lengthens waiting sound by one pitch period, with a crossfade where the sound is most like itself, so
 * that neither pitch nor rhythm suffers notably (waveform-similarity overlap-add). It declines where no period fits.
 */
public final class TimeScaler {

    /** Below this mean square (-50 dB) any cut will do. */
    private static final double QUIET = 100 * 100;

    private static final double ALIKE = 0.8;
    private static final double ALIKE_IN_HASTE = 0.4;

    private final int shortest;
    private final int longest;
    private final int template;
    private final int step;

    /** For PCM of that many samples a second. */
    public TimeScaler(int sampleRate) {
        shortest = sampleRate * 5 / 2000;
        longest = sampleRate * 15 / 1000;
        template = sampleRate * 10 / 1000;
        step = Math.max(1, sampleRate / 8000);
    }

    /** How many samples must wait for {@link #shorten}. */
    public int neededToShorten() {
        return longest + template;
    }

    /** How many samples must wait for {@link #lengthen}. */
    public int neededToLengthen() {
        return template;
    }

    /** How many samples played must be remembered. */
    public int neededHistory() {
        return longest;
    }

    /**
     * Leaves out a period at the head.
     *
     * @param haste true to take a worse fit
     * @return how many samples were left out; 0 when none
     */
    public int shorten(PcmQueue queue, boolean haste) {
        if (queue.size() < neededToShorten()) {
            return 0;
        }
        short[] pcm = queue.array();
        int head = queue.head();
        int lag = Pitch.lag(pcm, head, template, shortest, longest, 1, step);
        if (!fits(pcm, head, head + lag, haste)) {
            return 0;
        }
        cut(queue, lag);
        return lag;
    }

    /** How many samples must wait for {@link #cut}. */
    public int neededToCut(int samples) {
        return samples + template;
    }

    /** Leaves out samples at the head, whatever they are, with a crossfade. */
    public void cut(PcmQueue queue, int samples) {
        short[] pcm = queue.array();
        int head = queue.head();
        for (int i = 0; i < template; i++) {
            double share = (i + 0.5) / template;
            int at = head + samples + i;
            pcm[at] = (short) Math.round(pcm[head + i] * (1 - share) + pcm[at] * share);
        }
        queue.skip(samples);
    }

    /**
     * Plays the last period once more.
     *
     * @return how many samples were put in; 0 when none
     */
    public int lengthen(PcmQueue queue, boolean haste) {
        if (queue.size() < neededToLengthen() || queue.room() < longest) {
            return 0;
        }
        int lag = Pitch.lag(queue.array(), queue.head(), template, shortest, longest, -1, step);
        if (!fits(queue.array(), queue.head(), queue.head() - lag, haste)) {
            return 0;
        }
        queue.insert(lag);
        short[] pcm = queue.array();
        int head = queue.head();
        int fade = Math.min(lag, template);
        for (int i = 0; i < lag; i++) {
            double share = i < fade ? (i + 0.5) / fade : 1;
            // What came next before the gap was made is now one period later.
            pcm[head + i] = (short) Math.round(pcm[head + lag + i] * (1 - share) + pcm[head - lag + i] * share);
        }
        return lag;
    }

    private boolean fits(short[] pcm, int first, int second, boolean haste) {
        return Pitch.likeness(pcm, first, second, template, 1) > (haste ? ALIKE_IN_HASTE : ALIKE)
                || quiet(pcm, first) && quiet(pcm, second);
    }

    private boolean quiet(short[] pcm, int at) {
        double sum = 0;
        for (int i = 0; i < template; i++) {
            sum += (double) pcm[at + i] * pcm[at + i];
        }
        return sum < QUIET * template;
    }
}
