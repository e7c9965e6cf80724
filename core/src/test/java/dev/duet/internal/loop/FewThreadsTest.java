package dev.duet.internal.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.spi.VirtualLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewThreadsTest {

    private final VirtualLoop loop = new VirtualLoop();

    @Test
    void aBurstTakesOneThreadAndKeepsItsOrder() {
        Queue<Runnable> threads = new ArrayDeque<>();
        FewThreads few = new FewThreads(threads::add, loop);
        List<Integer> done = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            few.execute(() -> done.add(number));
        }
        assertEquals(1, threads.size());
        threads.remove().run();
        assertEquals(IntStream.range(0, 100).boxed().toList(), done);
        few.execute(() -> done.add(100));
        assertEquals(1, threads.size(), "the one before has gone");
    }

    @Test
    void aTaskMayWaitForALaterOne() {
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            FewThreads few = new FewThreads(pool, loop);
            CompletableFuture<Void> first = new CompletableFuture<>();
            CompletableFuture<Void> second = new CompletableFuture<>();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            few.execute(() -> {
                begun.complete(null);
                first.join();
            });
            begun.join();
            few.execute(second::join);
            few.execute(() -> second.complete(null));
            few.execute(() -> first.complete(null));
            await().until(() -> {
                loop.advance(FewThreads.HELD_UP);
                return first.isDone() && second.isDone();
            });
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatComesWhileAllAreHeldUpDoesNotWait() {
        Queue<Runnable> threads = new ArrayDeque<>();
        FewThreads few = new FewThreads(threads::add, loop);
        few.execute(() -> {
            loop.advance(FewThreads.HELD_UP.multipliedBy(2));
            few.execute(() -> {});
            assertEquals(1, threads.size());
        });
        threads.remove().run();
        assertTrue(threads.size() <= 1);
    }

    @Test
    void withoutTheLoopNobodyWaits() {
        Queue<Runnable> threads = new ArrayDeque<>();
        FewThreads few = new FewThreads(threads::add, loop);
        few.execute(() -> {});
        few.execute(() -> {});
        few.withoutLoop();
        few.execute(() -> {});
        assertTrue(threads.size() >= 3, "each has a thread");
    }

    @Test
    void aFailureEndsNothing() {
        List<String> done = new ArrayList<>();
        Queue<Runnable> threads = new ArrayDeque<>();
        FewThreads few = new FewThreads(threads::add, loop);
        few.execute(() -> {
            throw new IllegalStateException("of the application");
        });
        few.execute(() -> done.add("next"));
        threads.remove().run();
        assertEquals(List.of("next"), done);
    }

    @Test
    void aClosedPoolIsToldAsThat() {
        FewThreads few = new FewThreads(
                task -> {
                    throw new RejectedExecutionException();
                },
                loop);
        assertThrows(RejectedExecutionException.class, () -> few.execute(() -> {}));
    }
}
