package dev.duet.testing;

import dev.duet.audio.AudioSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Silence that counts how often it is closed.
 *
 * @param closed how often it was
 */
public record CountedSource(AtomicInteger closed) implements AudioSource {

    /** Not closed yet. */
    public CountedSource() {
        this(new AtomicInteger());
    }

    @Override
    public int sampleRate() {
        return 8000;
    }

    @Override
    public int read(short[] pcm, int offset, int length) {
        return length;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
