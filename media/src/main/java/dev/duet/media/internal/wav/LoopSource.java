package dev.duet.media.internal.wav;

import dev.duet.audio.AudioSource;
import java.util.function.Supplier;

/** One source after another. */
public final class LoopSource implements AudioSource {

    private final Supplier<AudioSource> next;
    private AudioSource current;

    /** Begins with the first. */
    public LoopSource(Supplier<AudioSource> next) {
        this.next = next;
        this.current = next.get();
    }

    @Override
    public int sampleRate() {
        return current.sampleRate();
    }

    @Override
    public int read(short[] pcm, int offset, int length) {
        int filled = 0;
        boolean fresh = false;
        while (filled < length) {
            int count = current.read(pcm, offset + filled, length - filled);
            if (count > 0) {
                filled += count;
                fresh = false;
            } else if (count == 0 || fresh) {
                break; // nothing now, or a source that ends before it begins: silence rather than a spin
            } else {
                current.close();
                current = next.get();
                fresh = true;
            }
        }
        return filled;
    }

    @Override
    public void close() {
        current.close();
    }
}
