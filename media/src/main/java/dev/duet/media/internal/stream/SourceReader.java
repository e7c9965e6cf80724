package dev.duet.media.internal.stream;

import dev.duet.audio.AudioSource;
import dev.duet.media.internal.dsp.Resampler;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes sound out of a source at the rate that a codec wants, exactly as much as is asked for. */
final class SourceReader {

    private static final int SPARE = 512;

    private final Consumer<AutoCloseable> discard;
    private @Nullable AudioSource source;
    private @Nullable Resampler resampler;
    private int sourceRate;
    private int rate;
    private short[] raw = new short[0];
    private short[] ready = new short[0];
    private int readyCount;

    SourceReader(Consumer<AutoCloseable> discard) {
        this.discard = discard;
    }

    /** Another source takes the place of this one; null for none. */
    void source(@Nullable AudioSource next) {
        AudioSource before = source;
        source = next;
        sourceRate = next == null ? 0 : next.sampleRate();
        prepare();
        if (before != null) {
            discard.accept(before);
        }
    }

    /** The rate of the codec. */
    void rate(int samplesPerSecond) {
        if (rate != samplesPerSecond) {
            rate = samplesPerSecond;
            prepare();
        }
    }

    private void prepare() {
        readyCount = 0;
        resampler = null;
        if (sourceRate > 0 && rate > 0) {
            resampler = new Resampler(sourceRate, rate);
            raw = new short[sourceRate / 50 + SPARE];
            ready = new short[rate / 50 + SPARE];
        }
    }

    /** Writes that many samples, 20 ms at most: silence where the source has none. */
    void read(short[] pcm, int offset, int length) {
        Resampler converter = resampler;
        if (source == null || converter == null) {
            Arrays.fill(pcm, offset, offset + length, (short) 0);
            return;
        }
        int needed = converter.needed(length - readyCount);
        int count = source.read(raw, 0, needed);
        if (count > needed) {
            throw new IllegalStateException("The source gave " + count + " samples where " + needed + " were wanted");
        }
        if (count < 0) {
            source(null);
            read(pcm, offset, length);
            return;
        }
        Arrays.fill(raw, count, needed, (short) 0);
        readyCount += converter.process(raw, 0, needed, ready, readyCount);
        System.arraycopy(ready, 0, pcm, offset, length);
        readyCount -= length;
        System.arraycopy(ready, length, ready, 0, readyCount);
    }
}
