package dev.duet.sandbox.internal.sip.transport;

import dev.duet.sandbox.internal.nio.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of the server: sockets, timers and all protocol state run on it. */
public final class Loop implements Timers, Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** What a channel's key carries. */
    interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    private record Entry(long at, long order, Runnable task, boolean[] cancelled) {}

    private static final int READ_BUFFER = 16_384;

    private final ByteBuffer readBuffer = ByteBuffer.allocate(READ_BUFFER);
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Entry> timers =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
    private long order;
    private boolean closed;

    private Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts a loop; end it with {@link #close()}. */
    public static Loop start(String name) {
        Loop loop = new Loop(name);
        loop.thread.start();
        return loop;
    }

    /** What all streams read into, one after the other: nobody may keep anything in it. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        boolean[] cancelled = new boolean[1];
        timers.add(new Entry(System.nanoTime() + delay.toNanos(), order++, task, cancelled));
        return () -> cancelled[0] = true;
    }

    /** Queues a task from any thread; dropped after close. */
    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            if (closed) {
                return;
            }
            tasks.add(task);
        }
        selector.wakeup();
    }

    /** Runs on the loop and waits for the result; not to be called on the loop itself. */
    public <T> T call(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (tasks) {
            if (closed) {
                throw new IllegalStateException("The server is closed");
            }
            tasks.add(() -> {
                try {
                    result.complete(task.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        }
        selector.wakeup();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                selector.select(this::handle, millisToNextTimer());
                runTasks();
                runTimers();
            }
        } catch (IOException e) {
            LOG.error("The selector failed", e);
        } finally {
            shut();
        }
    }

    private void shut() {
        synchronized (tasks) {
            closed = true;
        }
        runTasks();
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            LOG.debug("Closing the selector", e);
        }
    }

    private boolean isClosed() {
        synchronized (tasks) {
            return closed;
        }
    }

    private void handle(SelectionKey key) {
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (IOException | RuntimeException e) {
            LOG.warn("A socket event was not handled", e);
        }
    }

    private long millisToNextTimer() {
        synchronized (tasks) {
            if (!tasks.isEmpty()) {
                return 1;
            }
        }
        Entry next = timers.peek();
        if (next == null) {
            return 1000;
        }
        return Math.max(1, Math.min(1000, (next.at() - System.nanoTime()) / 1_000_000 + 1));
    }

    /** Runs what waits now; what comes meanwhile finds the selector one round further. */
    private void runTasks() {
        List<Runnable> due;
        synchronized (tasks) {
            due = List.copyOf(tasks);
            tasks.clear();
        }
        due.forEach(Loop::guarded);
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().at() - now <= 0) {
            Entry entry = timers.remove();
            if (!entry.cancelled()[0]) {
                guarded(entry.task());
            }
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A task failed", e);
        }
    }

    /** Ends the thread and closes all channels; waits for both. Idempotent. */
    @Override
    public void close() {
        synchronized (tasks) {
            closed = true;
        }
        selector.wakeup();
        Threads.awaitEnd(thread);
    }
}
