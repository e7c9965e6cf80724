package dev.duet.media.internal.rfc4733;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelephoneEventTest {

    private record Sent(long timestamp, boolean marker, byte[] payload) {
        boolean end() {
            return TelephoneEvent.isEnd(payload, 0);
        }

        int duration() {
            return (payload[2] & 0xFF) << 8 | payload[3] & 0xFF;
        }
    }

    private static List<Sent> send(String keys, int clockRate, int packetMillis) {
        EventSender sender = new EventSender(clockRate, packetMillis);
        sender.add(keys);
        List<Sent> sent = new ArrayList<>();
        for (long now = 0; sender.busy(); now += (long) clockRate / 1000 * packetMillis) {
            byte[] payload = new byte[4];
            if (sender.next(now, payload, 0)) {
                sent.add(new Sent(sender.timestamp(), sender.marker(), payload));
            }
        }
        return sent;
    }

    @ParameterizedTest
    @CsvSource({"8000,20,7,800", "48000,20,7,4800", "8000,10,12,800", "8000,40,5,960", "48000,60,4,5760"})
    void aPressIsOneTimestampWithAGrowingDurationAndThreeEnds(int rate, int millis, int packets, int duration) {
        List<Sent> sent = send("5", rate, millis);
        assertEquals(packets, sent.size());
        assertEquals(1, sent.stream().map(Sent::timestamp).distinct().count());
        assertTrue(sent.get(0).marker());
        assertEquals(1, sent.stream().filter(Sent::marker).count());
        assertEquals(3, sent.stream().filter(Sent::end).count());
        assertEquals(duration, sent.get(packets - 1).duration());
        assertEquals(rate / 1000 * millis, sent.get(0).duration());
        assertEquals(5, sent.get(0).payload()[0]);
    }

    @Test
    void pressesKeepTheirPause() {
        List<Sent> sent = send("12", 8000, 20);
        long first = sent.get(0).timestamp();
        long second = sent.get(sent.size() - 1).timestamp();
        assertTrue(second - first >= 8 * 150, "150 ms from press to press at least");
    }

    @Property
    void everyKeyIsToldOnceWhateverIsLostOrReordered(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int count) {
        Random random = new Random(seed);
        String keys = random.ints(count, 0, 16)
                .collect(StringBuilder::new, (s, c) -> s.append(TelephoneEvent.key(c)), StringBuilder::append)
                .toString();
        StringBuilder heard = new StringBuilder();
        EventReceiver receiver = new EventReceiver(heard::append);
        List<Sent> sent = send(keys, 8000, 20);
        long offset = random.nextLong() & 0xFFFF_FFFFL;
        long now = 0;
        for (int i = 0; i < sent.size(); i++) {
            Sent packet = sent.get(i);
            now += 20_000_000;
            boolean firstOfPress = packet.marker();
            boolean lost = random.nextInt(3) == 0 && !firstOfPress;
            if (!lost) {
                long timestamp = packet.timestamp() + offset & 0xFFFF_FFFFL;
                receiver.received(timestamp, packet.payload(), 0, 4, now);
                if (random.nextInt(4) == 0) {
                    receiver.received(timestamp, packet.payload(), 0, 4, now);
                }
            }
            receiver.check(now);
        }
        receiver.check(now + 1_000_000_000);
        assertEquals(keys, heard.toString());
    }

    @Test
    void whatIsNoKeyIsLeftOut() {
        EventSender sender = new EventSender(8000, 20);
        sender.add("x, -");
        assertFalse(sender.busy());
        StringBuilder heard = new StringBuilder();
        EventReceiver receiver = new EventReceiver(heard::append);
        receiver.received(1, new byte[] {16, (byte) 0x80, 0, 1}, 0, 4, 0);
        receiver.received(2, new byte[] {1, (byte) 0x80, 0}, 0, 3, 0);
        receiver.received(3, new byte[] {(byte) 0xFF, (byte) 0x80, 0, 1}, 0, 4, 0);
        assertEquals("", heard.toString());
    }
}
