package dev.duet.sandbox.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.wire.LossModel.Bernoulli;
import dev.duet.sandbox.wire.LossModel.GilbertElliott;
import dev.duet.sandbox.wire.WireDecision.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WirePlanTest {

    private static final long MILLI = 1_000_000;
    private static final WireSettings PERFECT = WireSettings.perfect();

    /** Decisions about packets of 160 bytes, one each 20 ms. */
    private static List<WireDecision> decide(long seed, WireSettings settings, int packets) {
        WirePlan plan = new WirePlan(seed);
        return IntStream.range(0, packets)
                .mapToObj(i -> plan.step(settings, i * 20 * MILLI, 160))
                .toList();
    }

    private static List<Boolean> losses(long seed, WireSettings settings, int packets) {
        return decide(seed, settings, packets).stream()
                .map(d -> d.fate() == Fate.LOST)
                .toList();
    }

    private static long count(List<Boolean> lost) {
        return lost.stream().filter(l -> l).count();
    }

    @Test
    void a_perfect_wire_passes_everything_at_once() {
        List<WireDecision> decisions = decide(1, PERFECT, 100);
        for (int i = 0; i < 100; i++) {
            assertEquals(new WireDecision(Fate.DELIVERED, List.of(i * 20 * MILLI)), decisions.get(i));
        }
    }

    @Test
    void the_same_seed_decides_the_same_and_another_seed_does_not() {
        WireSettings settings =
                PERFECT.withLoss(0.1).withJitter(Duration.ofMillis(50)).withDuplication(0.1);
        assertEquals(decide(42, settings, 1000), decide(42, settings, 1000));
        assertNotEquals(decide(42, settings, 1000), decide(43, settings, 1000));
    }

    @Test
    void decisions_are_the_same_on_every_platform() {
        List<Boolean> lost = losses(42, PERFECT.withLoss(0.3), 20);
        assertEquals(
                List.of(3, 6, 9, 14, 19),
                IntStream.range(0, 20).filter(lost::get).boxed().toList());
    }

    @Test
    void independent_losses_come_as_often_as_asked() {
        long lost = count(losses(7, PERFECT.withLoss(0.05), 100_000));
        assertTrue(lost > 4700 && lost < 5300, "lost " + lost);
        assertEquals(0, count(losses(7, PERFECT, 1000)));
        assertEquals(1000, count(losses(7, PERFECT.withLoss(1), 1000)));
    }

    @Test
    void what_is_lost_at_five_percent_is_lost_at_ten_too_whatever_else_changes() {
        List<Boolean> few = losses(7, PERFECT.withLoss(0.05), 10_000);
        List<Boolean> many =
                losses(7, PERFECT.withLoss(0.1).withJitter(Duration.ofMillis(9)).withDuplication(0.5), 10_000);
        assertTrue(IntStream.range(0, few.size()).allMatch(i -> !few.get(i) || many.get(i)));
        assertTrue(count(many) > count(few));
    }

    @Test
    void bursts_are_as_long_and_as_often_as_asked() {
        List<Boolean> lost = losses(11, PERFECT.withLoss(new GilbertElliott(0.01, 0.2, 0, 1)), 200_000);
        long bursts = IntStream.range(1, lost.size())
                .filter(i -> lost.get(i) && !lost.get(i - 1))
                .count();
        double share = count(lost) / 200_000.0;
        double length = (double) count(lost) / bursts;
        assertEquals(0.01 / 0.21, share, 0.005);
        assertEquals(5, length, 0.4);
    }

    @Test
    void losses_in_the_good_state_come_too() {
        assertEquals(1000, count(losses(3, PERFECT.withLoss(new GilbertElliott(0, 1, 1, 0)), 1000)));
    }

    @Test
    void jitter_stays_within_its_bounds_and_reorders() {
        WireSettings settings = PERFECT.withDelay(Duration.ofMillis(30)).withJitter(Duration.ofMillis(60));
        List<Long> arrivals =
                decide(5, settings, 1000).stream().map(d -> d.arrivals().get(0)).toList();
        for (int i = 0; i < arrivals.size(); i++) {
            long onTheWay = arrivals.get(i) - i * 20 * MILLI;
            assertTrue(onTheWay >= 30 * MILLI && onTheWay <= 90 * MILLI, "took " + onTheWay);
        }
        assertTrue(IntStream.range(1, 1000).anyMatch(i -> arrivals.get(i) < arrivals.get(i - 1)));
    }

    @Test
    void order_is_kept_when_asked_for() {
        WireSettings settings = PERFECT.withJitter(Duration.ofMillis(60)).withReordering(false);
        List<Long> arrivals =
                decide(5, settings, 1000).stream().map(d -> d.arrivals().get(0)).toList();
        assertTrue(IntStream.range(1, 1000).allMatch(i -> arrivals.get(i) >= arrivals.get(i - 1)));
    }

    @Test
    void duplicates_arrive_twice() {
        List<WireDecision> decisions = decide(5, PERFECT.withDuplication(0.2), 10_000);
        List<WireDecision> twice = new ArrayList<>(decisions);
        twice.removeIf(d -> d.fate() != Fate.DUPLICATED);
        assertTrue(twice.stream().allMatch(d -> d.arrivals().size() == 2));
        assertTrue(twice.size() > 1850 && twice.size() < 2150, "twice " + twice.size());
    }

    @Test
    void bandwidth_spaces_packets_by_their_length() {
        WirePlan plan = new WirePlan(1);
        WireSettings slow = PERFECT.withBandwidth(8000);
        assertEquals(List.of(1000 * MILLI), plan.step(slow, 0, 1000).arrivals());
        assertEquals(List.of(1500 * MILLI), plan.step(slow, 0, 500).arrivals());
        assertEquals(List.of(3100 * MILLI), plan.step(slow, 3000 * MILLI, 100).arrivals());
    }

    @Test
    void what_finds_the_queue_full_is_dropped() {
        WirePlan plan = new WirePlan(1);
        WireSettings slow = PERFECT.withBandwidth(8000).withQueue(1500);
        assertEquals(Fate.DELIVERED, plan.step(slow, 0, 2000).fate());
        assertEquals(Fate.OVERFLOWED, plan.step(slow, 0, 1000).fate());
        assertEquals(Fate.DELIVERED, plan.step(slow, 1500 * MILLI, 1000).fate());
    }

    @Test
    void a_clock_may_start_anywhere() {
        WirePlan plan = new WirePlan(1);
        long start = Long.MAX_VALUE - 5;
        WireSettings ordered = PERFECT.withReordering(false);
        assertEquals(List.of(start), plan.step(ordered, start, 1).arrivals());
        WirePlan negative = new WirePlan(1);
        assertEquals(List.of(-7L), negative.step(ordered, -7, 1).arrivals());
    }

    @Test
    void values_out_of_range_are_misuse() {
        assertThrows(IllegalArgumentException.class, () -> PERFECT.withLoss(1.1));
        assertThrows(IllegalArgumentException.class, () -> PERFECT.withLoss(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> PERFECT.withDuplication(-0.1));
        assertThrows(IllegalArgumentException.class, () -> PERFECT.withDelay(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> PERFECT.withBandwidth(-1));
        assertThrows(IllegalArgumentException.class, () -> PERFECT.withQueue(0));
        assertThrows(IllegalArgumentException.class, () -> new GilbertElliott(0, 0, 2, 0));
        assertEquals(LossModel.none(), new Bernoulli(0));
    }
}
