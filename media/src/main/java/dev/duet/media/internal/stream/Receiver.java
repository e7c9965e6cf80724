package dev.duet.media.internal.stream;

import dev.duet.audio.AudioSink;
import dev.duet.media.AudioCodec;
import dev.duet.media.internal.playout.Playout;
import dev.duet.media.internal.rfc3550.Extended;
import dev.duet.media.internal.rfc3550.Reception;
import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.rfc4733.EventReceiver;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way in, in this order: RTP header, payload type, source, reception figures, key press or jitter buffer; and with
 * each tick: jitter buffer, resampler, sink.
 */
final class Receiver {

    private static final int IDLE_RATE = 8000;
    private static final int MOST_PER_TICK = 480;
    /** A source that was silent for so long gives way to a new one at once; else two packets in a row must come. */
    private static final long SILENCE_NANOS = 200_000_000L;

    private final SinkWriter writer;
    private final EventReceiver events;
    private final RtpPacket packet = new RtpPacket();
    private final short[] pcm = new short[MOST_PER_TICK];
    private final Extended timestamps = Extended.timestamp();

    private final @Nullable AudioCodec[] codecs = new AudioCodec[128];
    private final int[] eventRates = new int[128];
    private boolean wanted;

    private Reception reception = new Reception();
    private @Nullable AudioCodec codec;
    private @Nullable Playout playout;
    private boolean sourceKnown;
    private long ssrc;
    private long lastReceived;
    private long newSsrc;
    private int newNext = -1;

    private long received;
    private long lostBefore;
    private long discardedBefore;
    private long concealedNanos;
    private long playedNanos;

    Receiver(SinkWriter writer, EventReceiver.Listener keys) {
        this.writer = writer;
        this.events = new EventReceiver(keys);
    }

    /** Takes in other codecs from now on. */
    void plan(Plan plan) {
        Arrays.fill(codecs, null);
        Arrays.fill(eventRates, 0);
        plan.codecs().forEach((type, known) -> codecs[type] = known);
        plan.eventRates().forEach((type, rate) -> eventRates[type] = rate);
        wanted = plan.direction().receives();
        if (!wanted) {
            settle();
            playout = null;
            codec = null;
        }
    }

    void sink(@Nullable AudioSink sink) {
        writer.sink(sink);
    }

    /** True for an RTP packet whose payload type is known. */
    boolean expects(byte[] data, int offset, int length) {
        return packet.wrap(data, offset, length)
                && (codecs[packet.payloadType()] != null || eventRates[packet.payloadType()] != 0);
    }

    /** Takes an RTP packet. */
    void packet(byte[] data, int offset, int length, long tick, boolean prompt, long now) {
        if (!expects(data, offset, length) || !fromTheSource(now)) {
            return;
        }
        lastReceived = now;
        received++;
        int type = packet.payloadType();
        AudioCodec coded = codecs[type];
        if (coded == null) {
            reception.received(packet.sequence());
            if (wanted) {
                events.received(
                        packet.timestamp(), packet.buffer(), packet.payloadOffset(), packet.payloadLength(), now);
            }
            return;
        }
        long sequence =
                reception.received(packet.sequence(), packet.timestamp(), now / 1000 * coded.clockRate() / 1_000_000);
        if (wanted) {
            Playout to = playout(coded);
            long time = timestamps.extend(packet.timestamp()) * (coded.sampleRate() / coded.clockRate());
            to.received(sequence, time, packet.buffer(), packet.payloadOffset(), packet.payloadLength(), tick, prompt);
        }
    }

    private boolean fromTheSource(long now) {
        long from = packet.ssrc();
        if (sourceKnown && from == ssrc) {
            newNext = -1;
            return true;
        }
        boolean inARow = from == newSsrc && packet.sequence() == newNext;
        if (sourceKnown && !inARow && now - lastReceived < SILENCE_NANOS) {
            newSsrc = from;
            newNext = packet.sequence() + 1 & 0xFFFF;
            return false;
        }
        settle();
        sourceKnown = true;
        ssrc = from;
        newNext = -1;
        lostBefore += Math.max(0, reception.lost());
        reception = new Reception();
        playout = null;
        codec = null;
        events.reset();
        return true;
    }

    private Playout playout(AudioCodec coded) {
        Playout current = playout;
        if (current == null || codec != coded) {
            settle();
            codec = coded;
            timestamps.reset();
            reception.clockChanged();
            current = new Playout(coded.decoder(), coded.sampleRate());
            playout = current;
        }
        return current;
    }

    /** Adds up the figures of a jitter buffer that has done its work. */
    private void settle() {
        Playout done = playout;
        AudioCodec of = codec;
        if (done != null && of != null) {
            discardedBefore += done.discarded();
            concealedNanos += nanos(done.concealed(), of);
            playedNanos += nanos(done.played(), of);
        }
    }

    private static long nanos(long samples, AudioCodec codec) {
        return samples * (1_000_000_000L / codec.sampleRate());
    }

    /** Plays 10 ms. */
    void tick(long tick, long now) {
        events.check(now);
        Playout from = playout;
        AudioCodec of = codec;
        if (from == null || of == null) {
            Arrays.fill(pcm, 0, IDLE_RATE / Playout.TICKS, (short) 0);
            writer.write(pcm, IDLE_RATE / Playout.TICKS, IDLE_RATE);
        } else {
            from.play(pcm, 0, tick);
            writer.write(pcm, of.sampleRate() / Playout.TICKS, of.sampleRate());
        }
    }

    boolean hasSource() {
        return sourceKnown;
    }

    long ssrc() {
        return ssrc;
    }

    Reception reception() {
        return reception;
    }

    /** When the last packet was taken, in nanoseconds; only when there is a source. */
    long lastReceived() {
        return lastReceived;
    }

    /** The figures of the way in, of which the way out and the reports tell the rest. */
    Figures figures(long tick) {
        Playout now = playout;
        AudioCodec of = codec;
        long discarded = discardedBefore;
        long concealed = concealedNanos;
        long played = playedNanos;
        long jitterNanos = 0;
        long delayMillis = 0;
        if (now != null && of != null) {
            discarded += now.discarded();
            concealed += nanos(now.concealed(), of);
            played += nanos(now.played(), of);
            jitterNanos = (long) (reception.jitter() * 1e9 / of.clockRate());
            delayMillis = now.delayMillis(tick);
        }
        double share = played == 0 ? 0 : Math.min(1, (double) concealed / played);
        return new Figures(
                received, lostBefore + Math.max(0, reception.lost()), discarded, share, jitterNanos, delayMillis);
    }

    /** Figures of the way in. */
    record Figures(long received, long lost, long discarded, double concealed, long jitterNanos, long delayMillis) {}
}
