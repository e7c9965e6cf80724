package dev.duet.media.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.Sounds;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class G711CodecTest {

    @ParameterizedTest
    @EnumSource
    void everyCodeSurvivesTheRoundTrip(G711Law law) {
        for (int code = 0; code < 256; code++) {
            short sample = law.decode((byte) code);
            // The mu law has two zeros.
            int expected = law == G711Law.MU && code == 0x7F ? 0xFF : code;
            assertEquals(expected, law.encode(sample) & 0xFF, "code " + code);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySampleGetsACodeThatStandsForItsStep(G711Law law) {
        int[] stands = IntStream.range(0, 256)
                .map(code -> law.decode((byte) code))
                .distinct()
                .sorted()
                .toArray();
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int heard = law.decode(law.encode((short) sample));
            int at = Arrays.binarySearch(stands, heard);
            // G.711 puts the border of two steps where they meet, which at the border of two segments is not half way:
            // the sample is never beyond what the next code stands for.
            int below = at == 0 ? Short.MIN_VALUE : stands[at - 1];
            int above = at == stands.length - 1 ? Short.MAX_VALUE : stands[at + 1];
            assertTrue(below <= sample && sample <= above, law + " " + sample + " is heard as " + heard);
        }
    }

    @Test
    void knownValuesOfTheStandardHold() {
        assertEquals((byte) 0xFF, G711Law.MU.encode((short) 0));
        assertEquals(32_124, G711Law.MU.decode((byte) 0x80));
        assertEquals(-32_124, G711Law.MU.decode((byte) 0x00));
        assertEquals((byte) 0xD5, G711Law.A.encode((short) 0));
        assertEquals(32_256, G711Law.A.decode((byte) 0xAA));
        assertEquals(-32_256, G711Law.A.decode((byte) 0x2A));
    }

    @Test
    void aLostPacketInAToneIsMadeUpInPhase() {
        AudioCodec codec = G711Codec.pcmu();
        AudioCodec.Encoder encoder = codec.encoder(Map.of(), 20);
        AudioCodec.Decoder decoder = codec.decoder();
        short[] tone = Sounds.tone(200, 8000, 8000);
        short[] heard = new short[8000];
        byte[] packet = new byte[160];
        for (int at = 0; at < 1600; at += 160) {
            encoder.encode(tone, at, 160, packet, 0);
            if (at == 800) {
                decoder.conceal(heard, at, 160);
            } else {
                decoder.decode(packet, 0, 160, heard, at);
            }
        }
        assertTrue(Sounds.likeness(tone, 800, heard, 800, 160) > 0.98);
        assertTrue(Sounds.likeness(tone, 960, heard, 960, 160) > 0.99);
    }

    @Test
    void aLongGapFadesToSilence() {
        AudioCodec.Decoder decoder = G711Codec.pcma().decoder();
        byte[] packet = new byte[400];
        G711Codec.pcma().encoder(Map.of(), 50).encode(Sounds.tone(300, 8000, 400), 0, 400, packet, 0);
        short[] heard = new short[1600];
        decoder.decode(packet, 0, 400, heard, 0);
        double before = Sounds.power(heard, 0, 400);
        decoder.conceal(heard, 0, 800);
        assertTrue(Sounds.power(heard, 0, 80) > before * 0.8);
        assertTrue(Sounds.power(heard, 240, 80) < before * 0.5);
        assertEquals(0, Sounds.power(heard, 560, 240));
    }

    @Test
    void emptyAndOversizedPayloadsAreMalformed() {
        AudioCodec.Decoder decoder = G711Codec.pcmu().decoder();
        assertEquals(-1, decoder.decode(new byte[0], 0, 0, new short[960], 0));
        assertEquals(-1, decoder.decode(new byte[2000], 0, 961, new short[2000], 0));
    }
}
