package dev.duet.media.internal.rfc3264;

import dev.duet.model.PayloadType;
import java.util.List;

/**
 * What this side can do.
 *
 * @param codecs our codecs as we offer them, the most wanted first, with the numbers that we would give them
 * @param packetMillis milliseconds of sound that we like to have in a packet
 */
public record LocalMedia(List<PayloadType> codecs, int packetMillis) {

    public LocalMedia {
        codecs = List.copyOf(codecs);
    }
}
