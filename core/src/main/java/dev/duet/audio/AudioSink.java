package dev.duet.audio;

/**
 * Where the sound of a call goes. Written on the media thread every 10 or 20 ms for each call: an implementation takes
 * the samples at once, never blocks, and does not throw.
 */
public interface AudioSink extends AutoCloseable {

    /** Samples a second, 8000 to 48000; the same at every call. The media layer resamples where needed. */
    int sampleRate();

    /**
     * Takes samples, made-up ones for lost packets included: what the user would hear.
     *
     * @param pcm 16-bit linear; valid only during the call
     * @param offset the first index
     * @param length how many there are
     */
    void write(short[] pcm, int offset, int length);

    /**
     * Called once, when the call ends or another sink takes its place. May block: not called on the media thread.
     */
    @Override
    default void close() {}

    /** Drops everything. */
    static AudioSink discard() {
        return new AudioSink() {
            @Override
            public int sampleRate() {
                return 8000;
            }

            @Override
            public void write(short[] pcm, int offset, int length) {
                // dropped
            }
        };
    }
}
