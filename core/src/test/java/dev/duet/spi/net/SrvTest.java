package dev.duet.spi.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SrvTest {

    @Provide
    Arbitrary<List<Srv>> records() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(1, 65_535))
                .as((priority, weight, port) -> new Srv(priority, weight, "host" + priority + "-" + port, port))
                .list()
                .ofMaxSize(8);
    }

    @Property
    void everyServerIsTriedOnceAndByPriority(@ForAll("records") List<Srv> records, @ForAll long seed) {
        List<Endpoint> order = Srv.order(records, new Random(seed));
        assertEquals(records.size(), order.size());
        assertEquals(
                new HashSet<>(records.stream().map(Srv::target).toList()),
                new HashSet<>(order.stream().map(Endpoint::host).toList()));
        List<Integer> priorities = order.stream()
                .map(endpoint -> Integer.parseInt(endpoint.host().substring(4, 5)))
                .toList();
        assertEquals(priorities.stream().sorted().toList(), priorities);
    }

    @Test
    void aHeavierServerIsFirstMoreOften() {
        List<Srv> records = List.of(new Srv(0, 90, "heavy", 1), new Srv(0, 10, "light", 2), new Srv(0, 0, "last", 3));
        Random random = new Random(1);
        long heavy = IntStream.range(0, 1_000)
                .filter(i -> Srv.order(records, random).get(0).host().equals("heavy"))
                .count();
        assertTrue(heavy > 800 && heavy < 970, "first " + heavy + " times of 1000");
    }

    @Test
    void aDotMeansThatThereIsNoService() {
        assertEquals(List.of(), Srv.order(List.of(new Srv(0, 0, ".", 0)), new Random(1)));
    }

    @Test
    void aDotBesideOthersIsLeftOut() {
        List<Srv> records = List.of(new Srv(0, 0, ".", 0), new Srv(9, 0, "real.example", 5060));
        assertEquals(List.of(new Endpoint("real.example", 5060)), Srv.order(records, new Random(1)));
    }

    @Test
    void withoutAnyWeightEachIsTriedAndTheFirstOneGiven() {
        List<Srv> records = List.of(new Srv(1, 0, "a", 1), new Srv(1, 0, "b", 2), new Srv(1, 0, "c", 3));
        assertEquals(
                List.of("a", "b", "c"),
                Srv.order(records, new Random(1)).stream().map(Endpoint::host).toList());
    }

    @Test
    void aServerWithoutWeightHasASmallChance() {
        List<Srv> records = List.of(new Srv(0, 9, "heavy", 1), new Srv(0, 0, "none", 2));
        Random random = new Random(1);
        long none = IntStream.range(0, 1_000)
                .filter(i -> Srv.order(records, random).get(0).host().equals("none"))
                .count();
        assertTrue(none > 50 && none < 150, "first " + none + " times of 1000, not one in ten");
    }

    @Test
    void theLargestWeightsDoNotOverflow() {
        List<Srv> records = IntStream.range(0, 5_000)
                .mapToObj(i -> new Srv(0, 65_535, "host" + i, 1))
                .toList();
        assertEquals(
                5_000, Srv.order(records, new Random(1)).stream().distinct().count());
    }
}
