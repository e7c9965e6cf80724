package dev.duet.media.internal.wav;

/**
 * Sound in memory; the array is shared and never changed.
 *
 * @param samples 16-bit linear, one channel
 * @param sampleRate samples a second
 */
public record Pcm(short[] samples, int sampleRate) {

    /** The sample rates that sources and sinks may have. */
    static int checkRate(int sampleRate) {
        if (sampleRate < 8000 || sampleRate > 48_000) {
            throw new IllegalArgumentException("A sample rate is 8000 to 48000, unlike " + sampleRate);
        }
        return sampleRate;
    }
}
