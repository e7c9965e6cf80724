package dev.duet.xmpp.internal.rfc6120;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Property(tries = 200)
    void doublesUpToAMinuteAndKeepsAtLeastHalf(@ForAll long seed) {
        Backoff backoff = new Backoff(new Random(seed));
        for (int i = 0; i < 100; i++) {
            long whole = Math.min(60_000, 1_000L << Math.min(i, 10));
            long delay = backoff.next().toMillis();
            assertTrue(delay >= whole / 2 && delay <= whole, "attempt " + i + " after " + delay);
        }
        backoff.reset();
        assertTrue(backoff.next().compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void clientsDoNotComeBackAllAtOnce() {
        List<Duration> delays = IntStream.range(0, 50)
                .mapToObj(seed -> new Backoff(new Random(seed)).next())
                .distinct()
                .toList();
        assertTrue(delays.size() > 25, delays.toString());
        assertEquals(delays.size(), delays.stream().distinct().count());
    }
}
