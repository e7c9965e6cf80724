package dev.duet.internal.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.spi.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

    @Test
    void virtualTimeRunsTimersInTheirOrder() {
        VirtualLoop loop = new VirtualLoop();
        List<String> ran = new ArrayList<>();
        loop.schedule(Duration.ofHours(2), () -> ran.add("late"));
        loop.schedule(Duration.ofHours(1), () -> {
            ran.add("early");
            loop.schedule(Duration.ofMinutes(30), () -> ran.add("between"));
        });
        loop.schedule(Duration.ofMinutes(1), () -> ran.add("never")).cancel();
        loop.execute(() -> ran.add("now"));
        loop.advance(Duration.ofHours(3));
        assertEquals(List.of("now", "early", "between", "late"), ran);
        assertEquals(0, loop.timers());
    }

    @Test
    void aTaskThatThrowsDoesNotEndTheLoop() {
        try (ThreadLoop loop = new ThreadLoop()) {
            loop.execute(() -> {
                throw new IllegalStateException("expected by this test");
            });
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            loop.execute(() -> next.complete(loop.inLoop()));
            assertTrue(next.join());
            assertFalse(loop.inLoop());
        }
    }

    @Test
    void aClosedLoopTakesTasksWithoutAFuss() {
        Set<Thread> ofOthers = Thread.getAllStackTraces().keySet(); // another test's loop may be on its way out
        ThreadLoop loop = new ThreadLoop();
        loop.close();
        loop.execute(() -> {});
        loop.schedule(Duration.ZERO, () -> {}).cancel();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("duet-loop") && !ofOthers.contains(t)));
    }

    @Test
    void aSerialQueueKeepsOrderOnManyThreads() {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            SerialExecutor serial = new SerialExecutor(pool);
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger atOnce = new AtomicInteger();
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                expected.add(i);
                serial.execute(() -> {
                    assertEquals(1, atOnce.incrementAndGet());
                    seen.add(number);
                    atOnce.decrementAndGet();
                    if (number % 100 == 0) {
                        throw new IllegalStateException("expected by this test");
                    }
                });
            }
            await().until(() -> seen.size() == 1000);
            assertEquals(expected, seen);
        } finally {
            pool.shutdownNow();
        }
    }
}
