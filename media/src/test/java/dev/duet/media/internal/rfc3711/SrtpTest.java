package dev.duet.media.internal.rfc3711;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.stream.PacketTransform;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTest {

    private static final int ROOM = PacketTransform.MOST_GROWTH;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static SrtpKey key(SrtpProfile profile) {
        byte[] bytes = new byte[profile.keyBytes() + profile.saltBytes()];
        new Random(profile.ordinal()).nextBytes(bytes);
        return SrtpKey.of(profile, bytes);
    }

    private static Srtp srtp(SrtpProfile profile) {
        return new Srtp(new SrtpSender(key(profile)), new SrtpReceiver(key(profile)));
    }

    private static byte[] rtp(int sequence, long ssrc, int payload) {
        byte[] packet = new byte[12 + payload];
        new Random(sequence).nextBytes(packet);
        RtpPacket.writeHeader(packet, 0, false, 0, sequence, 160L * sequence, ssrc);
        return packet;
    }

    private static byte[] rtcp(int ssrc) {
        byte[] packet = new byte[32];
        packet[0] = (byte) 0x81;
        packet[1] = (byte) 201;
        packet[3] = 7;
        for (int i = 0; i < 4; i++) {
            packet[4 + i] = (byte) (ssrc >>> 24 - 8 * i);
        }
        return packet;
    }

    private static byte[] protect(PacketTransform out, byte[] packet, boolean rtcp) {
        byte[] buffer = Arrays.copyOf(packet, packet.length + ROOM);
        int length = out.protect(buffer, 0, packet.length, rtcp);
        assertTrue(length > packet.length, "protected");
        return Arrays.copyOf(buffer, length);
    }

    /** What comes out, by an offset that is not zero; null when it is refused. */
    private static byte[] unprotect(PacketTransform in, byte[] packet, boolean rtcp) {
        byte[] buffer = new byte[packet.length + 5];
        System.arraycopy(packet, 0, buffer, 5, packet.length);
        int length = in.unprotect(buffer, 5, packet.length, rtcp);
        return length < 0 ? null : Arrays.copyOfRange(buffer, 5, 5 + length);
    }

    @Test
    void theReferenceDerivesTheKeysOfRfc3711B3() throws GeneralSecurityException {
        byte[] key = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
        byte[] salt = hex("0EC675AD498AFEEBB6960B3AABE6");
        assertArrayEquals(hex("C61E7A93744F39EE10734AFE3FF7A087"), Reference.derive(key, salt, 0, 16));
        assertArrayEquals(hex("30CBBC08863D8C85D49DB34A9AE1"), Reference.derive(key, salt, 2, 14));
        assertArrayEquals(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"), Reference.derive(key, salt, 1, 20));
    }

    @Test
    void theReferenceEncryptsThePacketOfRfc7714() throws GeneralSecurityException {
        byte[] packet = hex("8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120"
                + "696e2070 61727465 73207472 6573");
        assertArrayEquals(
                hex("8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a"
                        + "51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce"),
                Reference.gcm(
                        hex("000102030405060708090a0b0c0d0e0f"),
                        hex("517569642070726f2071756f"),
                        packet,
                        12,
                        0xf17bL,
                        false));
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void packetsAreThoseOfTheReference(SrtpProfile profile) throws GeneralSecurityException {
        Srtp ours = srtp(profile);
        byte[] sound = rtp(0x1234, 0xCAFEBABEL, 160);
        byte[] report = rtcp(0xCAFEBABE);
        byte[] sealedSound = protect(ours, sound, false);
        byte[] first = protect(ours, report, true);
        byte[] second = protect(ours, report, true);
        assertArrayEquals(Reference.protect(key(profile), sound, 0x1234, false), sealedSound);
        assertArrayEquals(Reference.protect(key(profile), report, 0, true), first);
        assertArrayEquals(Reference.protect(key(profile), report, 1, true), second);
        assertArrayEquals(sound, unprotect(ours, sealedSound, false));
        assertArrayEquals(report, unprotect(ours, first, true));
        assertArrayEquals(report, unprotect(ours, second, true));
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void whatWasThereBeforeIsRefused(SrtpProfile profile) {
        Srtp srtp = srtp(profile);
        byte[][] sealed = new byte[200][];
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] = protect(srtp, rtp(i, 7, 20), false);
        }
        assertTrue(unprotect(srtp, sealed[60], false) != null);
        assertTrue(unprotect(srtp, sealed[60], false) == null, "the same again");
        assertTrue(unprotect(srtp, sealed[10], false) != null, "late, but new");
        assertTrue(unprotect(srtp, sealed[10], false) == null);
        assertTrue(unprotect(srtp, sealed[199], false) != null);
        assertTrue(unprotect(srtp, sealed[100], false) == null, "too old to tell");
        byte[] report = protect(srtp, rtcp(7), true);
        assertTrue(unprotect(srtp, report, true) != null);
        assertTrue(unprotect(srtp, report, true) == null);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void anyChangedBitIsNoticedAndHarmsNothing(SrtpProfile profile) {
        Srtp srtp = srtp(profile);
        byte[] sound = rtp(500, 99, 40);
        byte[] report = rtcp(99);
        byte[] sealedSound = protect(srtp, sound, false);
        byte[] sealedReport = protect(srtp, report, true);
        for (int bit = 0; bit < 8 * sealedSound.length; bit++) {
            assertTrue(unprotect(srtp, flip(sealedSound, bit), false) == null, "bit " + bit);
        }
        for (int bit = 0; bit < 8 * sealedReport.length; bit++) {
            assertTrue(unprotect(srtp, flip(sealedReport, bit), true) == null, "bit " + bit);
        }
        for (int length = 0; length < sealedSound.length; length++) {
            assertTrue(unprotect(srtp, Arrays.copyOf(sealedSound, length), false) == null, "cut to " + length);
            assertTrue(
                    unprotect(srtp, Arrays.copyOf(sealedReport, Math.min(length, 31)), true) == null,
                    "cut to " + length);
        }
        assertArrayEquals(sound, unprotect(srtp, sealedSound, false));
        assertArrayEquals(report, unprotect(srtp, sealedReport, true));
    }

    private static byte[] flip(byte[] packet, int bit) {
        byte[] changed = packet.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void theRolloverIsFollowedWithLossAndDisorder(SrtpProfile profile) {
        Srtp srtp = srtp(profile);
        Random random = new Random(3);
        byte[] held = null;
        byte[] heldSealed = null;
        for (int i = 32_000; i < 200_000; i += 1 + random.nextInt(60)) {
            byte[] sound = rtp(i & 0xFFFF, 5, 10);
            byte[] sealed = protect(srtp, sound, false);
            if (held == null) {
                held = sound;
                heldSealed = sealed;
            } else {
                assertArrayEquals(sound, unprotect(srtp, sealed, false), "index " + i);
                byte[] late = unprotect(srtp, heldSealed, false);
                assertTrue(late == null || Arrays.equals(late, held));
                held = null;
            }
        }
    }

    @Test
    void manySourcesEachHaveTheirCountersAndForgedOnesLeaveNoTrace() {
        Srtp srtp = srtp(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            for (int ssrc = 0; ssrc < SrtpReceiver.MOST_SOURCES; ssrc++) {
                byte[] forged = rtp(round, random.nextInt() & 0xFFFFFFFFL, 60);
                assertTrue(unprotect(srtp, forged, false) == null);
                byte[] sound = rtp(round * 100 + ssrc, ssrc, 20);
                byte[] sealed = protect(srtp, sound, false);
                assertArrayEquals(sound, unprotect(srtp, sealed, false));
                assertTrue(unprotect(srtp, sealed, false) == null);
            }
        }
    }

    @Test
    void theWrongKeyOpensNothingAndKeysShowNothing() {
        Srtp right = srtp(SrtpProfile.AEAD_AES_128_GCM);
        SrtpKey other = SrtpKey.of(SrtpProfile.AEAD_AES_128_GCM, new byte[28]);
        assertTrue(unprotect(new Srtp(right.out(), new SrtpReceiver(other)), protect(right, rtp(1, 1, 9), false), false)
                == null);
        assertEquals("SrtpKey[AEAD_AES_128_GCM, ***]", other.toString());
        assertFalse(other.equals(right.in().key()));
    }

    /** What is allocated for a packet is the ciphers' own: their parameters and, in GCM, their block buffers. */
    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void aPacketAllocatesLittleAndNothingThatGrows(SrtpProfile profile) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Srtp srtp = srtp(profile);
        byte[] packet = new byte[172 + ROOM];
        long id = Thread.currentThread().getId();
        int count = 10_000;
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) { // until the code is compiled, at its leisure on a busy machine
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = round * count; i < (round + 1) * count; i++) {
                RtpPacket.writeHeader(packet, 0, false, 0, i & 0xFFFF, 160L * i, 1);
                int length = srtp.protect(packet, 0, 172, false);
                assertEquals(172, srtp.unprotect(packet, 0, length, false));
            }
            bytes = Math.min(bytes, (threads.getThreadAllocatedBytes(id) - before) / count);
        }
        // The ciphers of the runtime make 200 bytes when its compiler leaves out what it can, and 2200 when other tests
        // taught it to expect any cipher anywhere.
        assertTrue(bytes < 3000, bytes + " bytes for a packet there and back");
    }
}
