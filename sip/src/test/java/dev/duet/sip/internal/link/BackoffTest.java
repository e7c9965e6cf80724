package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waitsGrowToAMinute() {
        Backoff longest = new Backoff(() -> 1);
        Backoff shortest = new Backoff(() -> 0);

        assertEquals(List.of(1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 60_000L, 60_000L), millis(longest::next, 8));
        assertEquals(List.of(500L, 1000L, 2000L), millis(shortest::next, 3));
    }

    /** The table of RFC 5626 4.5 for one flow. */
    @Test
    void withOutboundTheyGrowToHalfAnHour() {
        Backoff longest = new Backoff(() -> 1);
        Backoff shortest = new Backoff(() -> 0);

        assertEquals(
                List.of(1000L, 60_000L, 120_000L, 240_000L, 480_000L, 960_000L, 1_800_000L, 1_800_000L),
                millis(longest::nextOutbound, 8));
        assertEquals(List.of(500L, 30_000L, 60_000L), millis(shortest::nextOutbound, 3));
    }

    /** RFC 5626 4.5 for several flows: slower while another is up. */
    @Test
    void ofSeveralFlowsTheOneThatIsMissedLessWaitsLonger() {
        Backoff longest = new Backoff(() -> 1);
        Backoff shortest = new Backoff(() -> 0);

        assertEquals(
                List.of(60_000L, 120_000L, 240_000L, 480_000L, 960_000L, 1_800_000L, 1_800_000L),
                millis(() -> longest.nextOfSeveral(false), 7));
        longest.reset();
        assertEquals(
                List.of(180_000L, 360_000L, 720_000L, 1_440_000L, 1_800_000L),
                millis(() -> longest.nextOfSeveral(true), 5));
        assertEquals(List.of(90_000L, 180_000L), millis(() -> shortest.nextOfSeveral(true), 2));
        longest.reset();
        assertEquals(Duration.ofSeconds(1), longest.next()); // a flow that was there is replaced at once
        assertEquals(Duration.ofSeconds(180), longest.nextOfSeveral(true));
    }

    @Test
    void successForgetsWhatFailed() {
        Backoff backoff = new Backoff(() -> 1);
        millis(backoff::nextOutbound, 5);

        backoff.reset();

        assertEquals(Duration.ofSeconds(1), backoff.nextOutbound());
    }

    private static List<Long> millis(Supplier<Duration> waits, int count) {
        return Stream.generate(waits).limit(count).map(Duration::toMillis).toList();
    }
}
