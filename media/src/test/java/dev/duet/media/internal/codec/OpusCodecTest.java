package dev.duet.media.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.Sounds;
import dev.duet.sandbox.SpeechCheck;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpusCodecTest {

    private static final int RATE = 48_000;
    private final OpusCodec codec = new OpusCodec();

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 40, 60})
    void speechComesThroughInEveryPacketTime(int millis) {
        AudioCodec.Encoder encoder = codec.encoder(Map.of("useinbandfec", "1"), millis);
        AudioCodec.Decoder decoder = codec.decoder();
        int frame = RATE / 1000 * millis;
        short[] said = Sounds.speech(1, RATE, frame * (3000 / millis));
        short[] heard = new short[said.length];
        byte[] packet = new byte[1500];
        long bytes = 0;
        for (int at = 0; at < said.length; at += frame) {
            int size = encoder.encode(said, at, frame, packet, 7);
            bytes += size;
            assertEquals(frame, decoder.samples(packet, 7, size));
            assertEquals(frame, decoder.decode(packet, 7, size, heard, at));
        }
        SpeechCheck check = SpeechCheck.compare(said, RATE, heard, RATE);
        assertTrue(check.correlation() > 0.9, millis + " ms: " + check);
        double kbits = bytes * 8 / 3000.0;
        assertTrue(kbits > 10 && kbits < 36, millis + " ms: " + kbits + " kbit/s");
    }

    @Test
    void whatTheNextPacketKnowsOfALostOneIsUsed() {
        AudioCodec.Encoder encoder = codec.encoder(Map.of("useinbandfec", "1"), 20);
        encoder.expectLoss(0.2);
        AudioCodec.Decoder with = codec.decoder();
        AudioCodec.Decoder without = codec.decoder();
        AudioCodec.Decoder whole = codec.decoder();
        int frame = 960;
        short[] said = Sounds.speech(2, RATE, frame * 250);
        short[] helped = new short[said.length];
        short[] guessed = new short[said.length];
        short[] complete = new short[said.length];
        byte[] packet = new byte[1500];
        double helpedError = 0;
        double guessedError = 0;
        for (int i = 0; i < 250; i++) {
            int size = encoder.encode(said, i * frame, frame, packet, 0);
            whole.decode(packet, 0, size, complete, i * frame);
            if (i % 5 == 3) {
                continue;
            }
            if (i % 5 == 4) {
                assertTrue(with.recover(packet, 0, size, helped, (i - 1) * frame, frame));
                without.conceal(guessed, (i - 1) * frame, frame);
                helpedError += error(complete, helped, (i - 1) * frame, frame);
                guessedError += error(complete, guessed, (i - 1) * frame, frame);
            }
            with.decode(packet, 0, size, helped, i * frame);
            without.decode(packet, 0, size, guessed, i * frame);
        }
        assertTrue(helpedError < guessedError * 0.7, helpedError + " against " + guessedError);
    }

    private static double error(short[] expected, short[] actual, int at, int length) {
        double sum = 0;
        for (int i = at; i < at + length; i++) {
            sum += Math.pow(expected[i] - actual[i], 2);
        }
        return sum;
    }

    @Test
    void theDecodersWishesAreHeeded() {
        OpusWishes wishes = OpusWishes.of(
                Map.of("maxaveragebitrate", "12000", "maxplaybackrate", "16000", "useinbandfec", "1", "cbr", "1"));
        assertEquals(new OpusWishes(12_000, 16_000, true, true), wishes);
        assertEquals(new OpusWishes(510_000, 48_000, false, false), OpusWishes.of(Map.of("cbr", "maybe")));
        assertEquals(6000, OpusWishes.of(Map.of("maxaveragebitrate", "0")).mostBitrate());
    }

    @Property(tries = 300)
    void noBytesFromTheWireBreakTheDecoder(@ForAll @Size(max = 200) byte[] packet) {
        AudioCodec.Decoder decoder = codec.decoder();
        short[] pcm = new short[5760];
        int samples = decoder.decode(packet, 0, packet.length, pcm, 0);
        assertTrue(samples == -1 || samples > 0 && samples <= 5760);
        decoder.recover(packet, 0, packet.length, pcm, 0, 960);
        decoder.conceal(pcm, 0, 480);
    }
}
