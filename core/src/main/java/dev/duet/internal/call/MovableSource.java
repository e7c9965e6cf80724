package dev.duet.internal.call;

import dev.duet.audio.AudioSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of the application's that can be taken out of a media session, which then hears silence: whoever has it last
 * closes it. The lock is held for one reading, and taken once else.
 */
final class MovableSource implements AudioSource {

    private final AudioSource source;
    private boolean gone;

    MovableSource(AudioSource source) {
        this.source = source;
    }

    @Override
    public int sampleRate() {
        return source.sampleRate();
    }

    @Override
    public synchronized int read(short[] pcm, int offset, int length) {
        return gone ? 0 : source.read(pcm, offset, length);
    }

    /** Takes it away; null when it is closed, or taken already. */
    synchronized @Nullable AudioSource take() {
        boolean was = gone;
        gone = true;
        return was ? null : source;
    }

    @Override
    public void close() {
        AudioSource last = take();
        if (last != null) {
            last.close();
        }
    }
}
