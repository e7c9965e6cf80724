package dev.duet.media.internal.codec;

import java.util.Locale;
import java.util.Map;

/**
 * What the decoding side asks of an Opus encoder (RFC 7587 6.1). Nonsense is read as the default, since a wish that
 * cannot be understood is no reason to end a call. Stereo and DTX are not done, and need not be.
 *
 * @param mostBitrate bits a second, 6000 to 510000
 * @param playbackRate the highest rate that makes sense to send, 8000 to 48000
 * @param fec whether help against loss is welcome
 * @param constant whether every packet shall have the same size
 */
record OpusWishes(int mostBitrate, int playbackRate, boolean fec, boolean constant) {

    static final int DEFAULT_BITRATE = 32_000;
    private static final int MOST_BITRATE = 510_000;

    static OpusWishes of(Map<String, String> parameters) {
        int most = number(parameters, "maxaveragebitrate", MOST_BITRATE);
        return new OpusWishes(
                Math.max(6000, Math.min(MOST_BITRATE, most)),
                number(parameters, "maxplaybackrate", OpusCodec.RATE),
                number(parameters, "useinbandfec", 0) == 1,
                number(parameters, "cbr", 0) == 1);
    }

    private static int number(Map<String, String> parameters, String name, int otherwise) {
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (parameter.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                String value = parameter.getValue().trim();
                return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : otherwise;
            }
        }
        return otherwise;
    }
}
