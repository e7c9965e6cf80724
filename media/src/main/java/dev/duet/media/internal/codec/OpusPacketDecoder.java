package dev.duet.media.internal.codec;

import dev.duet.media.AudioCodec;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import org.jspecify.annotations.Nullable;

/** One Opus decoder. It conceals, and recovers from the help in the next packet, by itself. */
final class OpusPacketDecoder implements AudioCodec.Decoder {

    private static final int MOST_SAMPLES = OpusCodec.RATE * 12 / 100;

    private final OpusDecoder decoder;

    /** The library writes to the start of the array now and then, whatever the offset: it gets an array of its own. */
    private final short[] decoded = new short[MOST_SAMPLES];

    OpusPacketDecoder() {
        try {
            decoder = new OpusDecoder(OpusCodec.RATE, 1);
        } catch (OpusException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int samples(byte[] packet, int offset, int length) {
        if (length < 1) {
            return -1;
        }
        int samples = OpusPacketInfo.getNumSamples(packet, offset, length, OpusCodec.RATE);
        return samples <= 0 || samples > MOST_SAMPLES ? -1 : samples;
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] pcm, int pcmOffset) {
        int samples = samples(packet, offset, length);
        return samples > 0 && run(packet, offset, length, samples, false, pcm, pcmOffset) ? samples : -1;
    }

    @Override
    public void conceal(short[] pcm, int offset, int samples) {
        if (!run(null, 0, 0, samples, false, pcm, offset)) {
            throw new IllegalStateException("Opus cannot conceal " + samples + " samples");
        }
    }

    @Override
    public boolean recover(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int samples) {
        return run(packet, offset, length, samples, true, pcm, pcmOffset);
    }

    private boolean run(
            byte @Nullable [] packet, int offset, int length, int samples, boolean fec, short[] pcm, int pcmOffset) {
        try {
            if (decoder.decode(packet, offset, length, decoded, 0, samples, fec) != samples) {
                return false;
            }
        } catch (OpusException | RuntimeException e) {
            // Bytes from the wire: whatever they do inside the library, they are just malformed.
            return false;
        }
        System.arraycopy(decoded, 0, pcm, pcmOffset, samples);
        return true;
    }
}
