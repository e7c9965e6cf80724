package dev.duet.media.internal.rfc3550;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RtcpTest {

    private static final class Log implements RtcpReader.Handler {
        private final List<String> said = new ArrayList<>();

        @Override
        public void senderReport(long ssrc, long ntp, long rtpTimestamp, long packets, long octets) {
            said.add("sr %d %x %d %d %d".formatted(ssrc, ntp, rtpTimestamp, packets, octets));
        }

        @Override
        public void block(
                long reporter,
                long about,
                int fraction,
                long lost,
                long highest,
                long jitter,
                long lastReport,
                long delay) {
            said.add("block %d %d %d %d %d %d %d %d"
                    .formatted(reporter, about, fraction, lost, highest, jitter, lastReport, delay));
        }

        @Override
        public void cname(long ssrc, String cname) {
            said.add("cname %d %s".formatted(ssrc, cname));
        }

        @Override
        public void bye(long ssrc) {
            said.add("bye %d".formatted(ssrc));
        }
    }

    private static List<String> read(byte[] data, int length) {
        Log log = new Log();
        assertTrue(RtcpReader.read(data, 0, length, log));
        return log.said;
    }

    @Test
    void aCompoundPacketIsReadAsItWasWritten() {
        RtcpWriter writer = new RtcpWriter()
                .begin()
                .senderReport(0xFFFF_FFFEL, 0x1122_3344_5566_7788L, 4_000_000_000L, 50, 8000)
                .block(7, 25, -3, 65_541, 12, 0xAABB_CCDDL, 65_536)
                .cname(0xFFFF_FFFEL, "abc")
                .bye(0xFFFF_FFFEL);
        assertEquals(
                List.of(
                        "sr 4294967294 1122334455667788 4000000000 50 8000",
                        "block 4294967294 7 25 -3 65541 12 2864434397 65536",
                        "cname 4294967294 abc",
                        "bye 4294967294"),
                read(writer.buffer(), writer.length()));
        assertEquals(
                List.of("cname 5 x"),
                read(writer.begin().receiverReport(5).cname(5, "x").buffer(), writer.length()));
    }

    @Test
    void everyLengthOfNameIsPaddedToAWord() {
        for (int size = 1; size < 40; size++) {
            String name = "n".repeat(size);
            RtcpWriter writer = new RtcpWriter().begin().receiverReport(1).cname(1, name);
            assertEquals(0, writer.length() % 4);
            assertEquals(List.of("cname 1 " + name), read(writer.buffer(), writer.length()));
        }
    }

    @Test
    void packetsWhoseLengthsDoNotFitAreNone() {
        byte[] cut = HexFormat.of().parseHex("80c900020000000100000002");
        assertFalse(RtcpReader.read(cut, 0, 11, new Log()));
        byte[] counts = HexFormat.of().parseHex("81c9000100000001");
        assertFalse(RtcpReader.read(counts, 0, 8, new Log()), "a block that is not there");
        assertFalse(RtcpReader.read(cut, 0, 0, new Log()));
    }

    @Property(tries = 1000)
    void noBytesFromTheWireBreakTheReader(@ForAll byte[] data) {
        byte[] likely = data.clone();
        if (likely.length > 3) {
            likely[0] = (byte) (0x80 | likely[0] & 0x1F);
            likely[1] = (byte) (200 + (likely[1] & 3));
            Bytes.put16(likely, 2, likely.length / 4 - 1);
        }
        RtcpReader.read(data, 0, data.length, new Log());
        RtcpReader.read(likely, 0, likely.length / 4 * 4, new Log());
    }

    @Test
    void theClockShowsNtpTime() {
        NtpClock clock = new NtpClock(Instant.parse("1970-01-01T00:00:00.5Z"), 1000);
        assertEquals(2_208_988_800L << 32 | 0x8000_0000L, clock.at(1000));
        assertEquals(2_208_988_801L << 32, clock.at(500_001_000));
        assertEquals(0x7E80_8000L, NtpClock.middle(clock.at(1000)));
    }

    private static double[] gaps(boolean sends, int bitsPerSecond, int count) {
        RtcpSchedule schedule = new RtcpSchedule(new Random(1), bitsPerSecond, 0);
        schedule.state(sends, true, true);
        double[] gaps = new double[count];
        long before = 0;
        long now = 0;
        for (int i = 0; i < count; ) {
            now += 10_000_000;
            if (schedule.due(now)) {
                schedule.size(100);
                gaps[i++] = (now - before) / 1e9;
                before = now;
            }
        }
        return gaps;
    }

    @Test
    void reportsComeEveryFiveSecondsOrSoAndTheFirstInHalfTheTime() {
        double[] gaps = gaps(true, 80_000, 500);
        assertTrue(gaps[0] > 1 && gaps[0] < 3.2, "first after " + gaps[0]);
        double mean = Arrays.stream(gaps).skip(1).average().orElseThrow();
        assertEquals(5, mean, 0.4);
        assertTrue(Arrays.stream(gaps).skip(1).allMatch(gap -> gap > 2 && gap < 6.2));
        assertTrue(Arrays.stream(gaps).distinct().count() > 50, "spread at random");
    }

    @Test
    void aNarrowLineGetsReportsMoreSeldom() {
        // 2 members * 128 bytes / (400 bit/s * 0.05 / 8) is far above five seconds.
        double mean = Arrays.stream(gaps(true, 400, 50)).average().orElseThrow();
        assertTrue(mean > 50, "mean " + mean);
    }
}
