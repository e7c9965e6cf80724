package dev.duet.media.internal.codec;

import dev.duet.media.AudioCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opus (RFC 6716, payload RFC 7587), coded in Java by concentus: one channel at 48 kHz. */
public final class OpusCodec implements AudioCodec {

    static final int RATE = 48_000;

    @Override
    public String name() {
        return "opus";
    }

    @Override
    public int clockRate() {
        return RATE;
    }

    @Override
    public int channels() {
        return 2;
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public int staticPayloadType() {
        return -1;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("minptime", "10");
        parameters.put("useinbandfec", "1");
        return parameters;
    }

    @Override
    public boolean packs(int millis) {
        return millis == 10 || millis == 20 || millis == 40 || millis == 60;
    }

    @Override
    public Encoder encoder(Map<String, String> wishes, int packetMillis) {
        return new OpusPacketEncoder(OpusWishes.of(wishes));
    }

    @Override
    public Decoder decoder() {
        return new OpusPacketDecoder();
    }
}
