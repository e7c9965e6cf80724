package dev.duet.media.internal.rfc3264;

import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What both sides agreed on.
 *
 * @param send the codec that we send, with the number and the wishes that the other side gave it
 * @param receive the codecs that may come, by the numbers that we gave them or took over
 * @param sendEvent the telephone-event payload that we send, at the clock rate of {@code send}; null when the other
 *     side has none
 * @param receiveEvents the telephone-event payloads that may come, by their numbers
 * @param packetMillis milliseconds of sound to send in a packet
 * @param direction which ways media flow, from our side
 * @param mux whether RTP and RTCP share a port
 * @param protection how the sound is protected
 * @param remote the other side's medium
 */
public record Agreement(
        PayloadType send,
        Map<Integer, PayloadType> receive,
        @Nullable PayloadType sendEvent,
        Map<Integer, PayloadType> receiveEvents,
        int packetMillis,
        MediaDirection direction,
        boolean mux,
        Protection protection,
        MediaDescription remote) {

    public Agreement {
        receive = Map.copyOf(receive);
        receiveEvents = Map.copyOf(receiveEvents);
    }
}
