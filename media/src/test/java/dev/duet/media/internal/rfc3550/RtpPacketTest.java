package dev.duet.media.internal.rfc3550;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RtpPacketTest {

    private final RtpPacket packet = new RtpPacket();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private boolean wrap(String hex) {
        byte[] data = bytes(hex);
        return packet.wrap(data, 0, data.length);
    }

    @Property
    void whatIsWrittenIsRead(
            @ForAll boolean marker,
            @ForAll @IntRange(max = 127) int type,
            @ForAll @IntRange(max = 65_535) int sequence,
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long timestamp,
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long ssrc) {
        byte[] data = new byte[30];
        RtpPacket.writeHeader(data, 5, marker, type, sequence, timestamp, ssrc);
        assertTrue(packet.wrap(data, 5, 20));
        assertEquals(marker, packet.marker());
        assertEquals(type, packet.payloadType());
        assertEquals(sequence, packet.sequence());
        assertEquals(timestamp, packet.timestamp());
        assertEquals(ssrc, packet.ssrc());
        assertEquals(17, packet.payloadOffset());
        assertEquals(8, packet.payloadLength());
        assertEquals(-1, packet.extensionProfile());
    }

    @Test
    void sourcesExtensionAndPaddingAreStepped() {
        assertTrue(wrap("B2 80 0001 00000002 00000003 11111111 22222222 BEDE0001 10AA0000 0102 000002"));
        assertTrue(packet.marker());
        assertEquals(0xBEDE, packet.extensionProfile());
        assertEquals(24, packet.extensionOffset());
        assertEquals(4, packet.extensionLength());
        assertEquals(28, packet.payloadOffset());
        assertEquals(3, packet.payloadLength());
    }

    @Test
    void malformedPacketsAreNone() {
        assertFalse(wrap("80 00 0001 00000002 000000"), "too short");
        assertFalse(wrap("40 00 0001 00000002 00000003"), "version 1");
        assertFalse(wrap("82 00 0001 00000002 00000003 11111111"), "sources cut");
        assertFalse(wrap("90 00 0001 00000002 00000003 BEDE"), "extension cut");
        assertFalse(wrap("90 00 0001 00000002 00000003 BEDE0002 11111111"), "extension's data cut");
        assertFalse(wrap("A0 00 0001 00000002 00000003 AABB0005"), "too much padding");
        assertFalse(wrap("A0 00 0001 00000002 00000003 AABB0000"), "padding of nothing");
    }

    @Property(tries = 500)
    void noBytesFromTheWireBreakTheView(@ForAll byte[] data) {
        if (packet.wrap(data, 0, data.length)) {
            assertTrue(packet.payloadOffset() + packet.payloadLength() <= data.length);
            assertTrue(packet.payloadLength() >= 0);
        }
    }

    @Property
    void extendedNumbersGrowWhereverTheyBegin(@ForAll @IntRange(max = 65_535) int start) {
        Extended extended = Extended.sequence();
        long first = extended.extend(start);
        for (int i = 1; i < 200_000; i += 997) {
            assertEquals(first + i, extended.extend(start + i & 0xFFFF));
            assertEquals(first + i - 20, extended.extend(start + i - 20 & 0xFFFF), "an older one");
        }
    }
}
