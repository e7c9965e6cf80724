package dev.duet.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One RTP payload type: a codec with its parameters ({@code rtpmap} and {@code fmtp} of RFC 8866, {@code payload-type}
 * of XEP-0167).
 *
 * @param id the number in the RTP header, 0 to 127
 * @param name the codec's name as written; compare with {@link #is}
 * @param clockRate RTP timestamp ticks a second; 0 when unknown
 * @param channels 1 or more
 * @param parameters format parameters in their order. A parameter without a name, as telephone-event has
 *     ({@code 0-15}), stands under the empty key
 * @param feedback RTCP feedback that may be used (RFC 4585, XEP-0293)
 */
public record PayloadType(
        int id, String name, int clockRate, int channels, Map<String, String> parameters, List<Feedback> feedback) {

    public PayloadType {
        Objects.requireNonNull(name, "name");
        if (id < 0 || id > 127) {
            throw new IllegalArgumentException("A payload type is 0 to 127, unlike " + id);
        }
        if (clockRate < 0 || channels < 1) {
            throw new IllegalArgumentException("Bad clock rate or channels: " + clockRate + "/" + channels);
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        feedback = List.copyOf(feedback);
    }

    /** A payload type without parameters. */
    public static PayloadType of(int id, String name, int clockRate, int channels) {
        return new PayloadType(id, name, clockRate, channels, Map.of(), List.of());
    }

    /** The same payload type with other parameters. */
    public PayloadType withParameters(Map<String, String> newParameters) {
        return new PayloadType(id, name, clockRate, channels, newParameters, feedback);
    }

    /** True when this is the codec: names compare without case (RFC 4855 3), rate and channels exactly. */
    public boolean is(String codec, int rate, int channelCount) {
        return name.equalsIgnoreCase(codec) && clockRate == rate && channels == channelCount;
    }

    /**
     * RTCP feedback.
     *
     * @param type for example {@code nack}
     * @param subtype for example {@code pli}; empty when there is none
     */
    public record Feedback(String type, String subtype) {}
}
