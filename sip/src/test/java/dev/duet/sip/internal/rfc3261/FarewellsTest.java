package dev.duet.sip.internal.rfc3261;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.spi.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for the last words of calls, and for how long. */
class FarewellsTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final VirtualLoop loop = new VirtualLoop();
    private final Farewells farewells = new Farewells(loop);
    private final List<String> done = new ArrayList<>();

    @Test
    void nothingIsWaitedForWhenNothingIsOwed() {
        farewells.await(LIMIT, () -> done.add("gone"));

        assertEquals(List.of("gone"), done);
    }

    @Test
    void allIsWaitedFor() {
        farewells.owe("cancel");
        farewells.owe("bye");
        farewells.await(LIMIT, () -> done.add("gone"));

        farewells.paid("cancel");
        loop.run();
        assertEquals(List.of(), done);
        farewells.paid("bye");
        loop.run();
        assertEquals(List.of("gone"), done);

        loop.advance(LIMIT);
        assertEquals(List.of("gone"), done, "once");
    }

    @Test
    void whatAnEndLeadsToIsWaitedForToo() {
        farewells.owe("cancel");
        farewells.await(LIMIT, () -> done.add("gone"));

        farewells.paid("cancel");
        farewells.owe("bye");
        loop.run();

        assertEquals(List.of(), done);
        farewells.paid("bye");
        loop.run();
        assertEquals(List.of("gone"), done);
    }

    @Test
    void nobodyIsWaitedForLongerThanTheLimit() {
        farewells.owe("cancel");
        farewells.await(LIMIT, () -> done.add("gone"));

        loop.advance(LIMIT.minusMillis(1));
        assertEquals(List.of(), done);
        loop.advance(Duration.ofMillis(1));
        assertEquals(List.of("gone"), done);

        farewells.paid("cancel");
        loop.run();
        assertEquals(List.of("gone"), done, "once");
    }
}
