package dev.duet.examples.tour;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import java.util.concurrent.CompletableFuture;

/** Sources and sinks that tell when they were closed: when the speech is over, and when the recording is whole. */
final class Ending {

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Completes when it is closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** The source, watched. */
    AudioSource of(AudioSource source) {
        return new AudioSource() {
            @Override
            public int sampleRate() {
                return source.sampleRate();
            }

            @Override
            public int read(short[] pcm, int offset, int length) {
                return source.read(pcm, offset, length);
            }

            @Override
            public void close() {
                source.close();
                closed.complete(null);
            }
        };
    }

    /** The sink, watched. */
    AudioSink of(AudioSink sink) {
        return new AudioSink() {
            @Override
            public int sampleRate() {
                return sink.sampleRate();
            }

            @Override
            public void write(short[] pcm, int offset, int length) {
                sink.write(pcm, offset, length);
            }

            @Override
            public void close() {
                sink.close();
                closed.complete(null);
            }
        };
    }
}
