package dev.duet.media.internal.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.Sounds;
import dev.duet.media.internal.codec.G711Codec;
import dev.duet.media.internal.codec.OpusCodec;
import dev.duet.sandbox.SpeechCheck;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayoutTest {

    private static final AudioCodec PCMU = G711Codec.pcmu();

    @ParameterizedTest(name = "{0}: {1} % lost, {2} ms jitter, seed {3}")
    @CsvSource({
        // codec, loss, jitter, seed; likeness at least, concealed at most, delay at most
        "PCMU, 0, 0, 1, 0.99, 0.0, 35",
        "PCMU, 5, 0, 1, 0.94, 7.0, 40",
        "PCMU, 10, 0, 2, 0.85, 13.0, 40",
        "PCMU, 20, 0, 3, 0.75, 23.0, 50",
        "PCMU, 0, 30, 1, 0.98, 1.0, 85",
        "PCMU, 0, 30, 2, 0.98, 1.0, 85",
        "PCMU, 5, 30, 3, 0.92, 8.0, 95",
        "PCMU, 0, 100, 1, 0.95, 2.5, 150",
        "opus, 0, 0, 1, 0.9, 0.0, 45",
        "opus, 10, 0, 1, 0.85, 13.0, 40",
        "opus, 5, 30, 2, 0.88, 8.0, 95",
    })
    void speechIsHeardThroughABadLine(
            String name, double loss, int jitter, long seed, double likeness, double concealed, int delay) {
        AudioCodec codec = name.equals("opus") ? new OpusCodec() : PCMU;
        Line line = new Line(codec, loss / 100, jitter, seed);
        short[] said = Sounds.speech(seed, codec.sampleRate(), codec.sampleRate() * 8);
        short[] heard = line.carry(said);
        SpeechCheck check = SpeechCheck.compare(said, codec.sampleRate(), heard, codec.sampleRate());
        assertTrue(check.following() > likeness, check + " " + line);
        assertTrue(line.concealedPercent() <= concealed, check + " " + line);
        assertTrue(check.lag().toMillis() <= delay, check + " " + line);
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 0, 0.99", "PCMU, 15, 0.95", "opus, 0, 0.95", "opus, 15, 0.9"})
    void onAFairLineTheDelayStaysAsItIs(String name, int jitter, double likeness) {
        AudioCodec codec = name.equals("opus") ? new OpusCodec() : PCMU;
        short[] said = Sounds.speech(3, codec.sampleRate(), codec.sampleRate() * 10);
        short[] heard = new Line(codec, 0, jitter, 3).carry(said);
        SpeechCheck check = SpeechCheck.compare(said, codec.sampleRate(), heard, codec.sampleRate());
        assertTrue(check.correlation() > likeness, check.toString());
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 50, 0.97", "PCMU, 80, 0.95", "PCMU, 120, 0.93", "opus, 50, 0.92", "opus, 80, 0.92"})
    void aSenderThatStandsStillForAMomentChangesNoDelay(String name, int millis, double likeness) {
        AudioCodec codec = name.equals("opus") ? new OpusCodec() : PCMU;
        Line line = new Line(codec, 0, 0, 1);
        line.stalls(4000, millis);
        short[] said = Sounds.speech(1, codec.sampleRate(), codec.sampleRate() * 10);
        short[] heard = line.carry(said);
        SpeechCheck check = SpeechCheck.compare(said, codec.sampleRate(), heard, codec.sampleRate());
        // At one lag for the whole, unlike following(): a change of the delay would cost much of it.
        assertTrue(check.correlation() > likeness, check + " " + line);
    }

    @Property(tries = 60)
    void whateverTheLineDoesEachTickGivesSoundAndTheCountsAddUp(
            @ForAll long seed, @ForAll @IntRange(max = 50) int loss, @ForAll @IntRange(max = 300) int jitter) {
        Line line = new Line(PCMU, loss / 100.0, jitter, seed);
        line.duplicates(0.05);
        line.carry(Sounds.speech(seed, 8000, 8000 * 3));
        Playout playout = line.playout();
        assertTrue(playout.concealed() <= playout.played() + 8000);
        assertTrue(line.concealedPercent() <= 100);
    }

    @Test
    void duplicatesAreDiscardedAndNotHeard() {
        Line line = new Line(PCMU, 0, 0, 1);
        line.duplicates(1);
        short[] said = Sounds.speech(4, 8000, 8000 * 3);
        short[] heard = line.carry(said);
        assertTrue(SpeechCheck.compare(said, 8000, heard, 8000).correlation() > 0.99);
        assertEquals(150, line.playout().discarded());
    }

    @Test
    void replaysOfOldPacketsDelayNothing() {
        Playout playout = new Playout(PCMU.decoder(), 8000);
        feed(playout, 0, 100, 1, 1000);
        long before = playout.delayMillis(200);
        for (int i = 0; i < 100; i++) {
            int old = 100 - i % 60;
            playout.received(old, 1000 + 160L * (old - 1), new byte[160], 0, 160, 200 + 2L * i, true);
            feed(playout, 200 + 2L * i, 1, 101 + i, 17_000 + 160L * i);
        }
        assertEquals(100, playout.discarded());
        assertEquals(before, playout.delayMillis(400));
    }

    private static void feed(Playout playout, long from, int packets, long sequence, long time) {
        byte[] packet = new byte[160];
        short[] pcm = new short[80];
        for (int i = 0; i < packets; i++) {
            Arrays.fill(packet, (byte) (0x20 + i % 7));
            playout.received(sequence + i, time + 160L * i, packet, 0, 160, from + 2L * i, true);
            playout.play(pcm, 0, from + 2L * i);
            playout.play(pcm, 0, from + 2L * i + 1);
        }
    }

    @Test
    void aTimestampJumpBeginsAnew() {
        Playout playout = new Playout(PCMU.decoder(), 8000);
        feed(playout, 0, 100, 1, 1000);
        long before = playout.concealed();
        feed(playout, 200, 100, 101, 900_000_000L);
        assertEquals(before, playout.concealed(), 160);
        assertTrue(playout.delayMillis(400) < 60, "delay " + playout.delayMillis(400));
    }

    @Test
    void aTimestampThatStepsBackIsFollowedAfterAWhile() {
        Playout playout = new Playout(PCMU.decoder(), 8000);
        feed(playout, 0, 100, 1, 100_000);
        feed(playout, 200, 100, 101, 100_000 + 160 * 100 - 8000);
        assertTrue(playout.discarded() <= 12, "discarded " + playout.discarded());
        assertTrue(playout.delayMillis(400) < 80, "delay " + playout.delayMillis(400));
    }

    /** As they do after somebody else spoke in the sender's name for a moment, or when the sender begins anew. */
    @Test
    void numbersThatStepBackAreFollowedAfterAWhile() {
        Playout playout = new Playout(PCMU.decoder(), 8000);
        feed(playout, 0, 100, 1, 1000);
        feed(playout, 200, 1, 400, 1000 + 160 * 399);
        feed(playout, 202, 100, 101, 1000 + 160 * 100);
        assertTrue(playout.discarded() <= 12, "discarded " + playout.discarded());
        assertTrue(playout.delayMillis(402) < 80, "delay " + playout.delayMillis(402));
    }

    @Test
    void aBurstOfOldPacketsInOrderBeginsNothingAnew() {
        Playout playout = new Playout(PCMU.decoder(), 8000);
        feed(playout, 0, 100, 1, 1000);
        long concealed = playout.concealed();
        for (int i = 0; i < 50; i++) {
            for (int old = 10; old < 40; old++) {
                playout.received(old, 1000 + 160L * (old - 1), new byte[160], 0, 160, 200 + 2L * i, true);
            }
            feed(playout, 200 + 2L * i, 1, 101 + i, 17_000 + 160L * i);
        }
        assertEquals(1500, playout.discarded());
        assertEquals(concealed, playout.concealed());
    }

    @Test
    void aPauseOfTheSenderIsSilenceAndNoLoss() {
        Playout playout = new Playout(PCMU.decoder(), 8000);
        feed(playout, 0, 50, 1, 0);
        short[] pcm = new short[80];
        for (int tick = 100; tick < 600; tick++) {
            playout.play(pcm, 0, tick);
        }
        assertTrue(playout.idle());
        assertEquals(0, Sounds.power(pcm, 0, 80));
        long concealed = playout.concealed();
        // The sender's clock went on meanwhile, or stood still: both are done.
        feed(playout, 600, 50, 51, 600 * 80L);
        assertEquals(concealed, playout.concealed());
        for (int tick = 700; tick < 900; tick++) {
            playout.play(pcm, 0, tick);
        }
        feed(playout, 900, 50, 101, 700 * 80L);
        assertTrue(playout.delayMillis(1000) < 60, "delay " + playout.delayMillis(1000));
    }

    @Test
    void aSenderWhoseClockRunsFastOrSlowIsFollowed() {
        for (double drift : new double[] {0.998, 1.002}) {
            Playout playout = new Playout(PCMU.decoder(), 8000);
            byte[] packet = new byte[160];
            short[] sound = Sounds.speech(9, 8000, 160);
            PCMU.encoder(Map.of(), 20).encode(sound, 0, 160, packet, 0);
            short[] pcm = new short[80];
            int sent = 0;
            for (int tick = 0; tick < 6000; tick++) {
                for (; sent * 2 * drift <= tick; sent++) {
                    playout.received(sent, sent * 160L, packet, 0, 160, tick, true);
                }
                playout.play(pcm, 0, tick);
            }
            long delay = playout.delayMillis(6000);
            assertTrue(delay >= 0 && delay < 90, drift + ": delay " + delay);
            assertTrue(playout.concealed() < playout.played() / 50, drift + ": concealed " + playout.concealed());
        }
    }

    @Test
    void malformedPayloadsAreDiscarded() {
        Playout playout = new Playout(new OpusCodec().decoder(), 48_000);
        playout.received(1, 0, new byte[0], 0, 0, 0, true);
        playout.received(2, 960, new byte[] {(byte) 0xFF, 0}, 0, 2, 0, true);
        assertEquals(2, playout.discarded());
        assertTrue(playout.idle());
        assertFalse(playout.delayMillis(0) > 0);
    }
}
