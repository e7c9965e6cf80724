package dev.duet.internal.call;

import dev.duet.audio.AudioSink;
import org.jspecify.annotations.Nullable;

/** A sink of the application's that can be taken out of a media session: as {@link MovableSource}. */
final class MovableSink implements AudioSink {

    private final AudioSink sink;
    private boolean gone;

    MovableSink(AudioSink sink) {
        this.sink = sink;
    }

    @Override
    public int sampleRate() {
        return sink.sampleRate();
    }

    @Override
    public synchronized void write(short[] pcm, int offset, int length) {
        if (!gone) {
            sink.write(pcm, offset, length);
        }
    }

    /** Takes it away; null when it is closed, or taken already. */
    synchronized @Nullable AudioSink take() {
        boolean was = gone;
        gone = true;
        return was ? null : sink;
    }

    @Override
    public void close() {
        AudioSink last = take();
        if (last != null) {
            last.close();
        }
    }
}
