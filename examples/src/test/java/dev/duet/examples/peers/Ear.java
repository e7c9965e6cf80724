package dev.duet.examples.peers;

import dev.duet.audio.AudioSink;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.util.Arrays;

/** Remembers what a call brings. */
final class Ear implements AudioSink {

    static final int RATE = 16_000;
    private static final int MOST_SECONDS = 120;

    private final short[] heard = new short[MOST_SECONDS * RATE];
    private int length;

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public synchronized void write(short[] pcm, int offset, int count) {
        int kept = Math.min(count, heard.length - length);
        System.arraycopy(pcm, offset, heard, length, kept);
        length += kept;
    }

    /** How much was heard, of silence or not. */
    synchronized int millis() {
        return (int) (length * 1000L / RATE);
    }

    synchronized short[] samples() {
        return Arrays.copyOf(heard, length);
    }

    /** What was heard, beside what was said. */
    SpeechCheck compare(Path said) {
        return Speech.compare(said, samples(), RATE);
    }
}
