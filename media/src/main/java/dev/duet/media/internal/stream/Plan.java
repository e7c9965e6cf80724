package dev.duet.media.internal.stream;

import dev.duet.media.AudioCodec;
import dev.duet.model.MediaDirection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an offer and answer come to, ready for the tick.
 *
 * @param sending how to send; null as long as only our own offer is known
 * @param codecs the codecs that may come, by payload type
 * @param eventRates the clock rates of telephone events that may come, by payload type
 * @param direction which ways media flow, from our side
 */
public record Plan(
        @Nullable Sending sending,
        Map<Integer, AudioCodec> codecs,
        Map<Integer, Integer> eventRates,
        MediaDirection direction) {

    public Plan {
        codecs = Map.copyOf(codecs);
        eventRates = Map.copyOf(eventRates);
    }

    /**
     * How to send. The encoder belongs to the tick from here on.
     *
     * @param payloadType the number to use
     * @param codec the codec
     * @param encoder an encoder of it, for that packet time
     * @param packetMillis milliseconds in a packet
     * @param eventPayloadType the number for telephone events at the codec's clock rate; -1 without
     */
    public record Sending(
            int payloadType, AudioCodec codec, AudioCodec.Encoder encoder, int packetMillis, int eventPayloadType) {}
}
