package dev.duet.media.internal.stream;

import dev.duet.audio.AudioSource;
import dev.duet.media.internal.dsp.KeyTones;
import dev.duet.media.internal.playout.Playout;
import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.rfc4733.EventSender;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way out, in this order: source, resampler, mute, packet time, encoder or key press, RTP header, transform,
 * transport.
 */
final class Sender {

    private final SourceReader reader;
    private final Outgoing out;
    private final RandomGenerator random;

    private Plan.@Nullable Sending sending;
    private @Nullable EventSender events;
    private @Nullable KeyTones tones;
    private String keysToCome = "";
    private short[] frame = new short[0];
    private int perTick;
    private int filled;
    private long timestampZero;
    private boolean talking;
    private boolean muted;

    Sender(SourceReader reader, Outgoing out, RandomGenerator random) {
        this.reader = reader;
        this.out = out;
        this.random = random;
        this.timestampZero = random.nextInt() & 0xFFFF_FFFFL;
    }

    /** Sends in another way from now on. */
    void plan(Plan.@Nullable Sending next) {
        Plan.Sending before = sending;
        if (next == before || next == null) {
            sending = next;
            return;
        }
        if (before != null && before.codec().clockRate() != next.codec().clockRate()) {
            out.renew(random.nextInt() & 0xFFFF_FFFFL);
        }
        sending = next;
        perTick = next.codec().sampleRate() / Playout.TICKS;
        frame = new short[perTick * (next.packetMillis() / 10)];
        filled = 0;
        reader.rate(next.codec().sampleRate());
        events = next.eventPayloadType() < 0
                ? null
                : new EventSender(next.codec().clockRate(), next.packetMillis());
        tones = events == null ? new KeyTones(next.codec().sampleRate()) : null;
        press(keysToCome);
    }

    void source(@Nullable AudioSource source) {
        reader.source(source);
    }

    void mute(boolean mute) {
        muted = mute;
    }

    /** Sends key presses: as events, or as tones to a side that takes no events. Before that is known they wait. */
    void press(String keys) {
        keysToCome = "";
        if (events != null) {
            events.add(keys);
        } else if (tones != null) {
            tones.add(keys);
        } else {
            keysToCome = keys;
        }
    }

    /** Told from time to time which share of our packets the other side misses. */
    void expectLoss(double share) {
        if (sending != null) {
            sending.encoder().expectLoss(share);
        }
    }

    /** Takes 10 ms from the source; sends when a packet is full. */
    void tick(boolean flowing, long tick, long now) {
        Plan.Sending how = sending;
        if (!flowing || how == null) {
            talking = false;
            filled = 0;
            return;
        }
        reader.read(frame, filled, perTick);
        filled += perTick;
        if (filled < frame.length) {
            return;
        }
        filled = 0;
        if (muted) {
            Arrays.fill(frame, (short) 0);
        }
        if (tones != null && tones.busy()) {
            tones.play(frame, 0, frame.length);
        }
        // The clock goes on while nothing is sent (RFC 3550 5.1).
        long timestamp = timestampZero + tick * (how.codec().clockRate() / Playout.TICKS) & 0xFFFF_FFFFL;
        if (events == null || !events.busy()) {
            sound(how, timestamp, now);
        } else if (events.next(timestamp, out.packet(), RtpPacket.HEADER_BYTES)) {
            out.send(how.eventPayloadType(), events.marker(), events.timestamp(), 4, now);
            talking = false;
        } else {
            sound(how, timestamp, now);
        }
    }

    private void sound(Plan.Sending how, long timestamp, long now) {
        int bytes = how.encoder().encode(frame, 0, frame.length, out.packet(), RtpPacket.HEADER_BYTES);
        if (bytes > 0) {
            // The first packet after a pause is marked (RFC 3551 4.1).
            out.send(how.payloadType(), !talking, timestamp, bytes, now);
            talking = true;
        }
    }

    /** The codec and clock rate that are sent, as quality tells them. */
    String codec() {
        Plan.Sending how = sending;
        return how == null ? "" : how.codec().name() + "/" + how.codec().clockRate();
    }

    int clockRate() {
        Plan.Sending how = sending;
        return how == null ? 8000 : how.codec().clockRate();
    }
}
