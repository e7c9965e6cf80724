package dev.duet.media.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.duet.audio.AudioSink;
import dev.duet.media.AudioCodec;
import dev.duet.media.internal.Sounds;
import dev.duet.media.internal.codec.G711Codec;
import dev.duet.media.internal.codec.OpusCodec;
import dev.duet.media.internal.wav.ToneSource;
import dev.duet.model.CallQuality;
import dev.duet.model.MediaDirection;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two streams on virtual ticks with a wire of memory between them. */
class AudioStreamTest {

    private static final Map<Integer, AudioCodec> CODECS =
            Map.of(0, G711Codec.pcmu(), 8, G711Codec.pcma(), 111, new OpusCodec());

    private final long zero = System.nanoTime();
    private final Pipe pipe = new Pipe();
    private final StringBuilder keys = new StringBuilder();
    private final List<RuntimeException> broken = new ArrayList<>();
    private final AudioStream alice = stream(pipe.left(), 1);
    private final AudioStream bob = stream(pipe.right(), 2);
    private final short[] heard = new short[160];
    private long tick;

    private AudioStream stream(Pipe.End end, long seed) {
        return new AudioStream(
                end,
                PacketTransform.NONE,
                resource -> {},
                new Random(seed),
                "name",
                Instant.parse("2026-01-01T00:00:00Z"),
                new AudioStream.Listener() {
                    @Override
                    public void pressed(char key) {
                        keys.append(key);
                    }

                    @Override
                    public void handshake(byte[] data, int offset, int length) {
                        throw new AssertionError("Nobody speaks DTLS here");
                    }

                    @Override
                    public void handshakeApart(byte[] data, int offset, int length) {
                        throw new AssertionError("Nobody speaks DTLS here");
                    }

                    @Override
                    public void broken(RuntimeException cause) {
                        broken.add(cause);
                    }
                });
    }

    private static Plan plan(int type, int events, MediaDirection direction) {
        AudioCodec codec = CODECS.get(type);
        Plan.Sending sending = new Plan.Sending(type, codec, codec.encoder(codec.parameters(), 20), 20, events);
        return new Plan(sending, CODECS, Map.of(101, 8000, 110, 48_000), direction);
    }

    private void start(int type, int events) {
        for (AudioStream stream : List.of(alice, bob)) {
            stream.plan(plan(type, events, MediaDirection.SENDRECV));
            stream.connected();
        }
        bob.sink(new AudioSink() {
            @Override
            public int sampleRate() {
                return 16_000;
            }

            @Override
            public void write(short[] pcm, int offset, int length) {
                System.arraycopy(pcm, offset, heard, 0, length);
            }
        });
        alice.source(new ToneSource(500, 16_000));
    }

    private void run(int ticks) {
        for (int i = 0; i < ticks; i++, tick++) {
            long now = zero + tick * 10_000_000;
            alice.receive(tick, true, now);
            bob.receive(tick, true, now);
            alice.send(tick, now);
            bob.send(tick, now);
        }
    }

    @Test
    void reportsTellRoundTripAndLoss() {
        start(0, 101);
        pipe.loss(0.1, 3);
        run(3000);
        CallQuality quality = alice.quality();
        assertNotNull(quality.roundTrip());
        assertTrue(quality.roundTrip().toMillis() <= 40, quality.toString());
        assertNotNull(quality.remoteLoss());
        assertEquals(0.1, quality.remoteLoss(), 0.06);
        assertEquals(1500, quality.packetsSent(), 11);
        assertEquals("PCMU/8000", quality.codec());
        assertEquals(150, bob.quality().packetsLost(), 40);
        assertEquals(0.1, bob.quality().concealed(), 0.05);
        assertEquals(List.of(), broken);
    }

    @Test
    void nothingIsKnownBeforeTheFirstReport() {
        start(0, 101);
        run(40);
        assertNull(alice.quality().roundTrip());
        assertNull(alice.quality().remoteLoss());
    }

    @Test
    void theCodecMayChangeOnTheWay() {
        start(0, 101);
        run(100);
        assertTrue(Sounds.power(heard, 0, 160) > 1e6);
        alice.plan(plan(111, 110, MediaDirection.SENDRECV));
        run(20);
        assertTrue(Sounds.power(heard, 0, 160) > 1e6, "Opus from another source, which is taken over at once");
        alice.plan(plan(8, 101, MediaDirection.SENDRECV));
        run(100);
        assertTrue(Sounds.power(heard, 0, 160) > 1e6);
        assertEquals("PCMA/8000", alice.quality().codec());
    }

    @Test
    void aNewSourceTakesOverAndAStrayPacketDoesNot() {
        start(0, 101);
        run(100);
        byte[] stray = new byte[172];
        dev.duet.media.internal.rfc3550.RtpPacket.writeHeader(stray, 0, false, 0, 99, 5, 42);
        pipe.right().inject(stray, stray.length);
        long before = bob.quality().packetsReceived();
        run(100);
        assertEquals(before + 50, bob.quality().packetsReceived(), 11);
        for (int i = 0; i < 50; i++) {
            dev.duet.media.internal.rfc3550.RtpPacket.writeHeader(stray, 0, false, 0, 99, 5, 1000 + i);
            pipe.right().inject(stray, stray.length);
            run(1);
        }
        assertTrue(bob.quality().packetsReceived() <= alice.quality().packetsSent(), "strays are taken");
        AudioStream carol = stream(pipe.left(), 9);
        carol.plan(plan(0, 101, MediaDirection.SENDRECV));
        carol.connected();
        carol.source(new ToneSource(700, 8000));
        alice.plan(plan(0, 101, MediaDirection.INACTIVE));
        for (int i = 0; i < 100; i++) {
            carol.receive(tick, true, zero + tick * 10_000_000);
            carol.send(tick, zero + tick * 10_000_000);
            run(1);
        }
        assertTrue(Sounds.power(heard, 0, 160) > 1e6);
    }

    @Test
    void keysGoAsEventsOrAsTones() {
        start(111, 110);
        run(10);
        alice.press("42");
        run(100);
        assertEquals("42", keys.toString());
        alice.plan(plan(0, -1, MediaDirection.SENDRECV));
        alice.source(new ToneSource(20, 8000));
        run(50);
        double quiet = Sounds.power(heard, 0, 160);
        alice.press("7");
        double loudest = 0;
        for (int i = 0; i < 40; i++) {
            run(1);
            loudest = Math.max(loudest, Sounds.power(heard, 0, 160));
        }
        assertTrue(loudest > 4e6 && quiet < 1e8, loudest + " after " + quiet);
        assertEquals("42", keys.toString());
    }

    @Test
    void aSteadyCallAllocatesNothingForItsPackets() {
        start(0, 101);
        bob.source(new ToneSource(300, 8000));
        run(20_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(20_000);
        double perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000.0;
        // What is left are the figures, five times a second, and the reports.
        assertTrue(perPacket < 40, perPacket + " bytes for each packet");
    }

    @Test
    void aByeIsSaidOnceAndSourcesAreLetGo() {
        start(0, 101);
        run(100);
        boolean[] gone = new boolean[1];
        alice.end(() -> gone[0] = true);
        run(1);
        assertTrue(gone[0]);
        assertTrue(pipe.byes() == 1, "BYE " + pipe.byes());
    }
}
