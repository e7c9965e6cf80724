package dev.duet.media.internal.rfc3711;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each kind of packet has the keys of its own port. */
class SeparateSrtpTest {

    private static final byte[] RTP = {
        (byte) 0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120
    };
    private static final byte[] RTCP = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 3};

    private static SrtpKey key(int seed) {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] bytes = new byte[profile.keyBytes() + profile.saltBytes()];
        new Random(seed).nextBytes(bytes);
        return SrtpKey.of(profile, bytes);
    }

    private static Srtp keys(int ours, int theirs) {
        return new Srtp(new SrtpSender(key(ours)), new SrtpReceiver(key(theirs)));
    }

    private final SeparateSrtp alice = new SeparateSrtp(keys(1, 2));
    private final SeparateSrtp bob = new SeparateSrtp(keys(2, 1));

    private static byte[] room(byte[] packet) {
        return Arrays.copyOf(packet, packet.length + 32);
    }

    @Test
    void soundNeedsNoKeysForReports() {
        byte[] packet = room(RTP);
        int length = alice.protect(packet, 0, RTP.length, false);
        assertTrue(length > RTP.length);
        assertEquals(RTP.length, bob.unprotect(packet, 0, length, false));
        assertEquals(-1, alice.protect(room(RTCP), 0, RTCP.length, true));
        assertEquals(-1, bob.unprotect(room(RTCP), 0, RTCP.length, true));
    }

    @Test
    void reportsHaveTheirOwnKeys() {
        alice.rtcp(keys(3, 4));
        byte[] packet = room(RTCP);
        int length = alice.protect(packet, 0, RTCP.length, true);
        byte[] again = packet.clone();
        bob.rtcp(keys(2, 1));
        assertEquals(-1, bob.unprotect(packet, 0, length, true), "the keys of sound do not open it");
        bob.rtcp(keys(4, 3));
        assertEquals(RTCP.length, bob.unprotect(again, 0, length, true));
    }
}
