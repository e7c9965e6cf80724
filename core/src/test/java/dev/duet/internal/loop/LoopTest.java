package dev.duet.internal.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.spi.Loop;
import dev.duet.spi.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    void anErrorDoesNotEndTheLoopEither() {
        try (ThreadLoop loop = new ThreadLoop()) {
            loop.execute(() -> {
                throw new StackOverflowError("expected by this test");
            });
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            loop.schedule(Duration.ofMillis(1), () -> next.complete(loop.inLoop()));
            assertTrue(next.join());
        }
    }

    @Test
    void timersRunInTheirOrderAndNotWhenTheyWereTakenBack() {
        try (ThreadLoop loop = new ThreadLoop()) {
            List<Integer> ran = new ArrayList<>(); // on the loop
            CompletableFuture<List<Integer>> end = new CompletableFuture<>();
            loop.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    loop.schedule(Duration.ofDays(100_000), () -> ran.add(-1)).cancel();
                }
                Loop.Timer never = loop.schedule(Duration.ofMillis(2), () -> ran.add(-2));
                for (int delay : new int[] {3, 1, 2, 1}) {
                    loop.schedule(Duration.ofMillis(delay), () -> ran.add(delay));
                }
                loop.schedule(Duration.ofMillis(4), () -> end.complete(ran));
                never.cancel();
                never.cancel();
            });
            assertEquals(List.of(1, 1, 2, 3), end.join());
        }
    }

    @Test
    void tasksOfManyThreadsRunEachOnceAndInTheOrderOfTheirThread() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            int each = 20_000;
            int[] last = new int[4]; // on the loop
            CompletableFuture<Void> wrong = new CompletableFuture<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < last.length; t++) {
                int number = t;
                threads.add(new Thread(() -> {
                    for (int i = 1; i <= each; i++) {
                        int expected = i;
                        loop.execute(() -> {
                            if (++last[number] != expected) {
                                wrong.completeExceptionally(new AssertionError("out of order"));
                            }
                        });
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            loop.execute(() -> wrong.complete(null));
            wrong.join();
            assertEquals(each * last.length, Arrays.stream(last).sum());
        }
    }

    @Test
    void aClosedLoopTakesTasksWithoutAFuss() {
        Set<Thread> ofOthers = Thread.getAllStackTraces().keySet(); // another test's loop may be on its way out
        ThreadLoop loop = new ThreadLoop();
        loop.close();
        loop.execute(() -> {});
        loop.schedule(Duration.ZERO, () -> {}).cancel();
        await("its thread is on its way out").until(() -> Thread.getAllStackTraces().keySet().stream()
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
