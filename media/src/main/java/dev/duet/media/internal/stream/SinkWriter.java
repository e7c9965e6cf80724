package dev.duet.media.internal.stream;

import dev.duet.audio.AudioSink;
import dev.duet.media.internal.dsp.Resampler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings sound to a sink at the sink's rate. */
final class SinkWriter {

    private final Consumer<AutoCloseable> discard;
    private @Nullable AudioSink sink;
    private @Nullable Resampler resampler;
    private int sinkRate;
    private int rate;
    private short[] converted = new short[0];

    SinkWriter(Consumer<AutoCloseable> discard) {
        this.discard = discard;
    }

    /** Another sink takes the place of this one; null for none. */
    void sink(@Nullable AudioSink next) {
        AudioSink before = sink;
        sink = next;
        sinkRate = next == null ? 0 : next.sampleRate();
        resampler = null;
        if (before != null) {
            discard.accept(before);
        }
    }

    /** Writes sound of that rate, 10 ms of it. */
    void write(short[] pcm, int length, int samplesPerSecond) {
        AudioSink to = sink;
        if (to == null) {
            return;
        }
        Resampler converter = resampler;
        if (converter == null || rate != samplesPerSecond) {
            rate = samplesPerSecond;
            converter = new Resampler(rate, sinkRate);
            resampler = converter;
            converted = new short[sinkRate / 50 + 16];
        }
        int count = converter.process(pcm, 0, length, converted, 0);
        to.write(converted, 0, count);
    }
}
