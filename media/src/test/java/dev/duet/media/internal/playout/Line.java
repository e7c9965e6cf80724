package dev.duet.media.internal.playout;

import dev.duet.media.AudioCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An encoder, a bad line and a jitter buffer in virtual time. */
final class Line {

    private record Packet(double arrival, int number, byte[] data) {}

    private final AudioCodec codec;
    private final double loss;
    private final int jitterMillis;
    private final Random random;
    private final Playout playout;
    private double duplicates;
    private int stallEvery;
    private int stallMillis;
    private double concealedPercent;

    Line(AudioCodec codec, double loss, int jitterMillis, long seed) {
        this.codec = codec;
        this.loss = loss;
        this.jitterMillis = jitterMillis;
        this.random = new Random(seed);
        this.playout = new Playout(codec.decoder(), codec.sampleRate());
    }

    void duplicates(double share) {
        duplicates = share;
    }

    /** Now and then the sender stands still, and then sends all at once what it owes. */
    void stalls(int every, int millis) {
        stallEvery = every;
        stallMillis = millis;
    }

    Playout playout() {
        return playout;
    }

    double concealedPercent() {
        return concealedPercent;
    }

    short[] carry(short[] said) {
        int frame = codec.sampleRate() / 50;
        int count = said.length / frame;
        List<Packet> packets = packets(said, frame, count);
        int perTick = codec.sampleRate() / 100;
        short[] heard = new short[(2 * count + 40) * perTick];
        int next = 0;
        for (int tick = 0; tick < 2 * count + 40; tick++) {
            for (; next < packets.size() && packets.get(next).arrival <= tick * 10; next++) {
                Packet packet = packets.get(next);
                playout.received(
                        packet.number, (long) packet.number * frame, packet.data, 0, packet.data.length, tick, true);
            }
            playout.play(heard, tick * perTick, tick);
            if (tick == 2 * count - 1) {
                concealedPercent = 100.0 * playout.concealed() / Math.max(1, playout.played());
            }
        }
        return heard;
    }

    private List<Packet> packets(short[] said, int frame, int count) {
        AudioCodec.Encoder encoder = codec.encoder(Map.of("useinbandfec", "1"), 20);
        encoder.expectLoss(loss);
        byte[] buffer = new byte[1500];
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = encoder.encode(said, i * frame, frame, buffer, 0);
            boolean lost = random.nextDouble() < loss;
            double sent = 20.0 * i;
            if (stallEvery > 0 && sent > stallEvery && sent % stallEvery < stallMillis) {
                sent += stallMillis - sent % stallEvery;
            }
            Packet packet = new Packet(3 + sent + jitterMillis * random.nextDouble(), i, Arrays.copyOf(buffer, length));
            if (!lost) {
                packets.add(packet);
                if (random.nextDouble() < duplicates) {
                    packets.add(packet);
                }
            }
        }
        packets.sort(Comparator.comparingDouble(Packet::arrival));
        return packets;
    }

    @Override
    public String toString() {
        return "concealed " + concealedPercent + " %, discarded " + playout.discarded();
    }
}
