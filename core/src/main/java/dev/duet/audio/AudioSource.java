package dev.duet.audio;

/**
 * Where the sound of a call comes from. Read on the media thread every 10 or 20 ms for each call: an implementation
 * answers at once from what it has, never blocks, takes no lock that is held for long, and does not throw.
 */
public interface AudioSource extends AutoCloseable {

    /** Samples a second, 8000 to 48000; the same at every call. The media layer resamples where needed. */
    int sampleRate();

    /**
     * Takes the next samples.
     *
     * @param pcm where to put them: 16-bit linear
     * @param offset the first index
     * @param length how many are wanted
     * @return how many were put; what is missing is filled with silence. -1 when the source is at its end: it is then
     *     closed and silence is sent
     */
    int read(short[] pcm, int offset, int length);

    /** Called once, when the call ends or another source takes its place. */
    @Override
    default void close() {}

    /** No sound. */
    static AudioSource silence() {
        return new AudioSource() {
            @Override
            public int sampleRate() {
                return 8000;
            }

            @Override
            public int read(short[] pcm, int offset, int length) {
                return 0;
            }
        };
    }
}
