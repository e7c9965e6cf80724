package dev.duet.media.internal.rfc8656;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnFramerTest {

    /** ChannelData of that many bytes, or STUN when it is negative. */
    private static byte[] message(int size) {
        int body = Math.abs(size);
        boolean stun = size < 0;
        int total = stun ? 20 + body / 4 * 4 : 4 + (body + 3 & ~3);
        ByteBuffer out = ByteBuffer.allocate(total);
        out.putShort((short) (stun ? 1 : 0x4000)).putShort((short) (stun ? body / 4 * 4 : body));
        if (stun) {
            out.putInt(0x2112_A442);
        }
        return out.array();
    }

    private static int length(int size) {
        return size < 0 ? 20 + -size / 4 * 4 : 4 + size;
    }

    @Property(tries = 300)
    void messagesAreFoundHoweverTheStreamIsCut(
            @ForAll @Size(max = 20) List<@IntRange(min = -2000, max = 4000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 700) int portion) {
        int total = sizes.stream().mapToInt(size -> message(size).length).sum();
        ByteBuffer all = ByteBuffer.allocate(total);
        sizes.forEach(size -> all.put(message(size)));
        all.flip();
        TurnFramer framer = new TurnFramer();
        List<Integer> found = new ArrayList<>();
        while (all.hasRemaining()) {
            ByteBuffer part = all.slice(all.position(), Math.min(portion, all.remaining()));
            all.position(all.position() + part.remaining());
            while (framer.read(part)) {
                found.add(framer.length());
            }
        }
        List<Integer> expected = sizes.stream()
                .filter(size -> message(size).length <= TurnFramer.MAX_BYTES)
                .map(TurnFramerTest::length)
                .toList();
        assertEquals(expected, found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00 01 00 03 21 12 A4 42", "00 01 00 04 21 12 A4 43", "16 03 03 F0 00 00 00 00", "FF 00 00 00"})
    void whatIsNoMessageBreaksTheStream(String bytes) {
        byte[] stream = HexFormat.ofDelimiter(" ").parseHex(bytes);
        assertThrows(IllegalStateException.class, () -> new TurnFramer().read(ByteBuffer.wrap(stream)));
    }

    @Property(tries = 300)
    void nonsenseEndsInABoundedTime(@ForAll @Size(max = 5000) byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        TurnFramer framer = new TurnFramer();
        int found = 0;
        try {
            while (framer.read(in)) {
                found++;
            }
            assertEquals(0, in.remaining());
        } catch (IllegalStateException e) {
            // as it should
        }
        assertTrue(found <= bytes.length / 4);
    }
}
