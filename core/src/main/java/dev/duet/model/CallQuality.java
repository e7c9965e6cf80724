package dev.duet.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How well the media of a call do: counters from its start, and the newest estimates.
 *
 * @param codec the codec that is sent, with its clock rate, for example {@code opus/48000}; empty before there is one
 * @param packetsSent RTP packets sent
 * @param packetsReceived RTP packets received and taken
 * @param packetsLost RTP packets of the other side that never came (RFC 3550 A.3); may shrink as late ones come
 * @param packetsDiscarded RTP packets that came too late or twice
 * @param concealed share of the sound played that had to be made up, 0 to 1
 * @param jitter interarrival jitter (RFC 3550 6.4.1)
 * @param playoutDelay how long received sound waits before it is played
 * @param roundTrip from RTCP reports; null before the first
 * @param remoteLoss share of our packets that the other side missed lately, 0 to 1; null before its first report
 */
public record CallQuality(
        String codec,
        long packetsSent,
        long packetsReceived,
        long packetsLost,
        long packetsDiscarded,
        double concealed,
        Duration jitter,
        Duration playoutDelay,
        @Nullable Duration roundTrip,
        @Nullable Double remoteLoss) {

    /** Before anything was sent. */
    public static final CallQuality NONE = new CallQuality("", 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, null, null);

    public CallQuality {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(jitter, "jitter");
        Objects.requireNonNull(playoutDelay, "playoutDelay");
    }
}
