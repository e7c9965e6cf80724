package dev.duet.media.internal.wav;

import dev.duet.audio.AudioSource;

/** A sine wave. */
public final class ToneSource implements AudioSource {

    private static final double AMPLITUDE = Short.MAX_VALUE / 4.0;

    private final int sampleRate;
    private final double step;
    private double phase;

    /** A tone of that many hertz. */
    public ToneSource(double hertz, int sampleRate) {
        this.sampleRate = Pcm.checkRate(sampleRate);
        if (!(hertz >= 20 && hertz < sampleRate / 2.0)) {
            throw new IllegalArgumentException(
                    "A tone is 20 Hz to less than half the sample rate of " + sampleRate + ", unlike " + hertz);
        }
        step = 2 * Math.PI * hertz / sampleRate;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int read(short[] pcm, int offset, int length) {
        for (int i = 0; i < length; i++) {
            pcm[offset + i] = (short) Math.round(AMPLITUDE * Math.sin(phase));
            phase += step;
        }
        phase %= 2 * Math.PI;
        return length;
    }
}
