package dev.duet.media.internal.codec;

import dev.duet.media.AudioCodec;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;

/** One Opus encoder. */
final class OpusPacketEncoder implements AudioCodec.Encoder {

    /** The most that RFC 6716 3.2 lets a frame have. */
    private static final int MOST_BYTES = 1275;

    /** From this loss on, help against it is worth its bits. */
    private static final double NOTABLE_LOSS = 0.02;

    /** What the encoder wants before it has bits to spare for help, at wideband and up to that loss. */
    private static final int BITRATE_WITH_HELP = 32_000;

    private static final int LOSS_TO_PREPARE_FOR = 10;
    private static final int MOST_LOSS_PERCENT = 25;

    private final OpusEncoder encoder;
    private final OpusWishes wishes;

    OpusPacketEncoder(OpusWishes wishes) {
        try {
            // Not VOIP: that application's high-pass filter bends the phase of low voices.
            encoder = new OpusEncoder(OpusCodec.RATE, 1, OpusApplication.OPUS_APPLICATION_AUDIO);
        } catch (OpusException e) {
            throw new IllegalStateException(e);
        }
        this.wishes = wishes;
        encoder.setComplexity(5);
        encoder.setUseVBR(!wishes.constant());
        encoder.setUseInbandFEC(wishes.fec());
        expectLoss(0);
    }

    private static OpusBandwidth bandwidth(int playbackRate) {
        if (playbackRate <= 8000) {
            return OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND;
        }
        if (playbackRate <= 12_000) {
            return OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND;
        }
        if (playbackRate <= 16_000) {
            return OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND;
        }
        return playbackRate <= 24_000
                ? OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND
                : OpusBandwidth.OPUS_BANDWIDTH_FULLBAND;
    }

    @Override
    public int encode(short[] pcm, int offset, int length, byte[] packet, int packetOffset) {
        int room = Math.min(MOST_BYTES, packet.length - packetOffset);
        try {
            return encoder.encode(pcm, offset, length, packet, packetOffset, room);
        } catch (OpusException e) {
            throw new IllegalStateException("Opus cannot encode " + length + " samples", e);
        }
    }

    /** With loss, it gives up the highest frequencies and adds bits, so that a packet can help the one before. */
    @Override
    public void expectLoss(double share) {
        boolean help = wishes.fec() && share >= NOTABLE_LOSS;
        int most = help ? BITRATE_WITH_HELP : OpusWishes.DEFAULT_BITRATE;
        encoder.setBitrate(Math.min(most, wishes.mostBitrate()));
        encoder.setMaxBandwidth(bandwidth(help ? Math.min(16_000, wishes.playbackRate()) : wishes.playbackRate()));
        int percent = (int) Math.ceil(share * 100);
        encoder.setPacketLossPercent(help ? Math.max(LOSS_TO_PREPARE_FOR, Math.min(MOST_LOSS_PERCENT, percent)) : 0);
    }
}
