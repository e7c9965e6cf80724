package dev.duet.media.internal.codec;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.dsp.WaveformConcealment;

/** Decodes G.711, and makes up what is missing from what was heard before. */
final class G711Decoder implements AudioCodec.Decoder {

    private final G711Law law;
    private final WaveformConcealment concealment;
    private final int mostSamples;

    G711Decoder(G711Law law, int rate) {
        this.law = law;
        this.concealment = new WaveformConcealment(rate);
        this.mostSamples = rate * 12 / 100;
    }

    @Override
    public int samples(byte[] packet, int offset, int length) {
        return length == 0 || length > mostSamples ? -1 : length;
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] pcm, int pcmOffset) {
        if (samples(packet, offset, length) < 0) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            pcm[pcmOffset + i] = law.decode(packet[offset + i]);
        }
        concealment.heard(pcm, pcmOffset, length);
        return length;
    }

    @Override
    public void conceal(short[] pcm, int offset, int samples) {
        concealment.conceal(pcm, offset, samples);
    }
}
