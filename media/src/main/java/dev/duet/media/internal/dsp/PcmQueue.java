package dev.duet.media.internal.dsp;

/** Samples that wait to be played, and the last ones that were. One array for ever. */
public final class PcmQueue {

    private final short[] samples;
    private final int kept;
    private int head;
    private int tail;

    /**
     * An empty queue.
     *
     * @param room how many samples can wait
     * @param kept how many of those played are remembered
     */
    public PcmQueue(int room, int kept) {
        this.samples = new short[room + 2 * kept];
        this.kept = kept;
        this.head = kept;
        this.tail = kept;
    }

    /** How many wait. */
    public int size() {
        return tail - head;
    }

    /** How many more can come. */
    public int room() {
        return samples.length - kept - size();
    }

    /** The array: what waits is from {@link #head} on; what was played is before it. */
    public short[] array() {
        return samples;
    }

    /** Where the next sample to play is. */
    public int head() {
        return head;
    }

    /** Where that many samples may be written, before {@link #added} tells of them. */
    public int tail(int length) {
        if (tail + length > samples.length) {
            System.arraycopy(samples, head - kept, samples, 0, kept + size());
            tail -= head - kept;
            head = kept;
        }
        return tail;
    }

    /** Takes note of samples written at the tail. */
    public void added(int length) {
        tail += length;
    }

    /** Takes samples back from the tail. */
    public void takeBack(int length) {
        tail -= Math.min(length, size());
    }

    /** Plays samples; no more than wait. */
    public void play(short[] pcm, int offset, int length) {
        System.arraycopy(samples, head, pcm, offset, length);
        head += length;
    }

    /** Leaves out samples at the head. */
    void skip(int length) {
        head += length;
    }

    /** Makes a gap at the head, moving what waits. */
    void insert(int length) {
        tail(length);
        System.arraycopy(samples, head, samples, head + length, size());
        tail += length;
    }

    /** Drops what waits. */
    public void clear() {
        tail = head;
    }
}
