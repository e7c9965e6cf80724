package dev.duet.media.internal.wav;

import dev.duet.audio.AudioSource;

/** Plays sound that is in memory, once. */
public final class PcmSource implements AudioSource {

    private final Pcm pcm;
    private int position;

    /** From its beginning. */
    public PcmSource(Pcm pcm) {
        this.pcm = pcm;
    }

    @Override
    public int sampleRate() {
        return pcm.sampleRate();
    }

    @Override
    public int read(short[] target, int offset, int length) {
        int left = pcm.samples().length - position;
        if (left == 0) {
            return -1;
        }
        int count = Math.min(left, length);
        System.arraycopy(pcm.samples(), position, target, offset, count);
        position += count;
        return count;
    }
}
