package dev.duet.media.internal.session;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.media.internal.stream.AudioStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the application wants of the sound of a call before there is a stream of it. On the loop. */
final class SoundToCome {

    private final Consumer<AutoCloseable> closers;
    private @Nullable AudioSource source;
    private @Nullable AudioSink sink;
    private String keys = "";
    private boolean muted;

    SoundToCome(Consumer<AutoCloseable> closers) {
        this.closers = closers;
    }

    void source(AudioSource next) {
        close(source);
        source = next;
    }

    void sink(AudioSink next) {
        close(sink);
        sink = next;
    }

    void press(String digits) {
        keys += digits;
    }

    void mute(boolean mute) {
        muted = mute;
    }

    /** Gives all of it to the stream. */
    void to(AudioStream stream) {
        stream.mute(muted);
        if (source != null) {
            stream.source(source);
        }
        if (sink != null) {
            stream.sink(sink);
        }
        stream.press(keys);
    }

    /** There will be no stream. */
    void drop() {
        close(source);
        close(sink);
    }

    private void close(@Nullable AutoCloseable unused) {
        if (unused != null) {
            closers.accept(unused);
        }
    }
}
