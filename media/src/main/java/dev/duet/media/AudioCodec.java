package dev.duet.media;

import java.util.Map;

/**
 * A codec for calls. Duet brings Opus, PCMU and PCMA; others are found through {@link java.util.ServiceLoader}, and
 * one that bears the name of a built-in takes its place, so that a native Opus can stand in for the one in Java.
 *
 * <p>A codec is shared and has no state: what one direction of one call remembers is in its {@link Encoder} or
 * {@link Decoder}. Those are made on any thread and then used on the media thread alone: they do not block, and they
 * should not allocate for each packet. Sound is linear 16-bit PCM of one channel. A codec that throws ends its call,
 * and no other.
 */
public interface AudioCodec {

    /** The name in descriptions (RFC 4855), for example {@code opus}. Names compare without case. */
    String name();

    /** RTP timestamp ticks a second: what descriptions tell. */
    int clockRate();

    /** Channels as descriptions tell them; 2 for Opus, whatever is in its packets (RFC 7587 4.1). */
    int channels();

    /** Samples a second of the PCM, a multiple of 100 from 8000 to 48000; a multiple of {@link #clockRate()}. */
    int sampleRate();

    /** The payload type that RFC 3551 gave it, 0 to 95, or -1 for one that takes a number from 96 up. */
    int staticPayloadType();

    /** Format parameters that tell what this side wants to receive; empty when there are none. */
    Map<String, String> parameters();

    /** True when a packet can hold this many milliseconds: 10, 20, 30, 40, 50 or 60. */
    boolean packs(int millis);

    /**
     * Makes an encoder.
     *
     * @param wishes the format parameters of the side that will decode
     * @param packetMillis milliseconds in each packet, one that {@link #packs} allows
     */
    Encoder encoder(Map<String, String> wishes, int packetMillis);

    /** Makes a decoder. */
    Decoder decoder();

    /** One direction of one call, towards the wire. For one thread. */
    interface Encoder {

        /**
         * Encodes one packet.
         *
         * @param pcm the samples, one packet's worth
         * @param offset the first of them
         * @param length how many
         * @param packet where the payload goes; has room for 1275 bytes
         * @param packetOffset where in it the payload begins
         * @return bytes of payload; 0 to send nothing this time
         */
        int encode(short[] pcm, int offset, int length, byte[] packet, int packetOffset);

        /** Told from time to time which share of the packets is lost on the way, 0 to 1. */
        default void expectLoss(double share) {}
    }

    /** One direction of one call, from the wire. For one thread. */
    interface Decoder {

        /** Samples that a payload holds, without decoding it; -1 when it is malformed. */
        int samples(byte[] packet, int offset, int length);

        /**
         * Decodes a payload.
         *
         * @param pcm where samples go; has room for 120 ms
         * @return samples written; -1 when the payload is malformed
         */
        int decode(byte[] packet, int offset, int length, short[] pcm, int pcmOffset);

        /** Makes up sound in place of what is missing: writes exactly that many samples, a multiple of 10 ms. */
        void conceal(short[] pcm, int offset, int samples);

        /**
         * Restores a lost packet from the one after it, where the codec carries such help (RFC 7587 2.1.4).
         *
         * @param samples how many are missing before the packet
         * @return true when it wrote them; false, with nothing written, when it cannot: {@link #conceal} is next
         */
        default boolean recover(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int samples) {
            return false;
        }
    }
}
