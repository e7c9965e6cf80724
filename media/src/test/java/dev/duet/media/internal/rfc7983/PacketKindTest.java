package dev.duet.media.internal.rfc7983;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacketKindTest {

    private static PacketKind kind(int first, int second) {
        return PacketKind.of(new byte[] {(byte) first, (byte) second}, 0, 2);
    }

    @Test
    void firstBytesTellWhatAPacketIs() {
        assertEquals(PacketKind.STUN, kind(0, 1));
        assertEquals(PacketKind.STUN, kind(3, 1));
        assertEquals(PacketKind.OTHER, kind(4, 0));
        assertEquals(PacketKind.OTHER, kind(19, 0));
        assertEquals(PacketKind.DTLS, kind(20, 0xFE));
        assertEquals(PacketKind.DTLS, kind(63, 0xFE));
        assertEquals(PacketKind.OTHER, kind(64, 0));
        assertEquals(PacketKind.OTHER, kind(127, 0));
        assertEquals(PacketKind.RTP, kind(128, 0));
        assertEquals(PacketKind.RTP, kind(191, 111));
        assertEquals(PacketKind.OTHER, kind(192, 0));
        assertEquals(PacketKind.OTHER, PacketKind.of(new byte[1], 0, 1));
    }

    @Test
    void reportsAreToldFromSoundByTheirType() {
        assertEquals(PacketKind.RTP, kind(128, 0x80 | 63));
        assertEquals(PacketKind.RTCP, kind(128, 192));
        assertEquals(PacketKind.RTCP, kind(128, 200));
        assertEquals(PacketKind.RTCP, kind(128, 223));
        assertEquals(PacketKind.RTP, kind(128, 0x80 | 96));
        assertEquals(PacketKind.RTP, kind(128, 127));
    }
}
