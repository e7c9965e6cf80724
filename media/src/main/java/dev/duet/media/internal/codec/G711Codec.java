package dev.duet.media.internal.codec;

import dev.duet.media.AudioCodec;
import java.util.Map;

/** PCMU and PCMA (RFC 3551 4.5.14): 8000 samples a second, a byte each. */
public final class G711Codec implements AudioCodec {

    private static final int RATE = 8000;

    private final String name;
    private final int payloadType;
    private final G711Law law;

    private G711Codec(String name, int payloadType, G711Law law) {
        this.name = name;
        this.payloadType = payloadType;
        this.law = law;
    }

    /** The codec with the mu law. */
    public static G711Codec pcmu() {
        return new G711Codec("PCMU", 0, G711Law.MU);
    }

    /** The codec with the A law. */
    public static G711Codec pcma() {
        return new G711Codec("PCMA", 8, G711Law.A);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int clockRate() {
        return RATE;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public int staticPayloadType() {
        return payloadType;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    public boolean packs(int millis) {
        return millis >= 10 && millis <= 60 && millis % 10 == 0;
    }

    @Override
    public Encoder encoder(Map<String, String> wishes, int packetMillis) {
        return (pcm, offset, length, packet, packetOffset) -> {
            for (int i = 0; i < length; i++) {
                packet[packetOffset + i] = law.encode(pcm[offset + i]);
            }
            return length;
        };
    }

    @Override
    public Decoder decoder() {
        return new G711Decoder(law, RATE);
    }
}
