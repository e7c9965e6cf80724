package dev.duet.media.internal.session;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.codec.Codecs;
import dev.duet.media.internal.dsp.Resampler;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs through what the first call would else run through for the first time: the codecs, and their compilation. */
record WarmUp(Codecs codecs) implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int PACKETS = 100;

    @Override
    public void run() {
        long start = System.nanoTime();
        try {
            codecs.inOrder(List.of("PCMU", "PCMA", "opus")).forEach(WarmUp::code);
        } catch (RuntimeException e) {
            LOG.warn("The media layer cannot be warmed up: {}", e.toString());
        }
        LOG.debug("Media warmed up in {} ms", (System.nanoTime() - start) / 1_000_000);
    }

    private static void code(AudioCodec codec) {
        AudioCodec.Encoder encoder = codec.encoder(codec.parameters(), 20);
        AudioCodec.Decoder decoder = codec.decoder();
        Resampler resampler = new Resampler(16_000, codec.sampleRate());
        int frame = codec.sampleRate() / 50;
        short[] said = new short[320];
        short[] pcm = new short[6 * frame + 16];
        byte[] packet = new byte[1500];
        for (int i = 0; i < PACKETS; i++) {
            for (int k = 0; k < said.length; k++) {
                said[k] = (short) (3000 * Math.sin((i * said.length + k) * 0.05) * Math.sin(i * 0.3));
            }
            int count = resampler.process(said, 0, said.length, pcm, 0);
            int bytes = encoder.encode(pcm, 0, Math.max(frame, count / frame * frame), packet, 0);
            if (i % 10 == 9) {
                decoder.conceal(pcm, 0, frame);
            } else {
                decoder.decode(packet, 0, bytes, pcm, 0);
            }
        }
    }
}
