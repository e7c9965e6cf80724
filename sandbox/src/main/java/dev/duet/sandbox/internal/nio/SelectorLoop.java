package dev.duet.sandbox.internal.nio;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels and timers of one server or wire, all served by one daemon thread. What says "on the loop" is called
 * from handlers, timers and tasks only.
 */
public final class SelectorLoop implements AutoCloseable {

    /** What to do when a channel is ready. An exception ends a stream, and nothing else. */
    @FunctionalInterface
    public interface Handler {
        void ready(SelectionKey key) throws IOException;
    }

    private record Timer(long at, long sequence, Runnable task) {}

    private record Task(Runnable body, CompletableFuture<Void> done) {}

    private static final Logger LOG = LoggerFactory.getLogger(SelectorLoop.class);

    private final Selector selector;
    private final Thread thread;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::sequence));
    private long sequence;

    private final Object lock = new Object();
    private final Queue<Task> tasks = new ArrayDeque<>();
    private boolean ended;

    private SelectorLoop(String name) throws IOException {
        this.selector = Selector.open();
        this.thread = new Thread(this::loop, name);
        thread.setDaemon(true);
    }

    public static SelectorLoop start(String name) {
        try {
            SelectorLoop loop = new SelectorLoop(name);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException("No selector for " + name, e);
        }
    }

    /**
     * Runs a task on the loop and waits for it, from any thread. What it throws is thrown here too.
     *
     * @throws IllegalStateException if the loop has ended
     */
    public void run(Runnable body) {
        if (Thread.currentThread() == thread) {
            body.run();
            return;
        }
        Task task = new Task(body, new CompletableFuture<>());
        synchronized (lock) {
            if (ended) {
                throw new IllegalStateException(thread.getName() + " is closed");
            }
            tasks.add(task);
        }
        selector.wakeup();
        try {
            task.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** On the loop: takes a channel in; it is made non-blocking, and closed when the loop ends. */
    public SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /** On the loop: runs a task when {@link System#nanoTime()} has reached {@code nanos}, never at once. */
    public void at(long nanos, Runnable task) {
        timers.add(new Timer(nanos, sequence++, task));
    }

    /** Ends the thread and closes all channels; returns when that is done. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            ended = true;
        }
        selector.wakeup();
        Threads.awaitEnd(thread);
    }

    private void loop() {
        try {
            while (runTasks()) {
                long wait = fireTimers();
                if (wait == 0) {
                    selector.selectNow(SelectorLoop::serve);
                } else {
                    // A time of zero would mean to wait for ever, so short waits are rounded up.
                    selector.select(SelectorLoop::serve, wait < 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(wait) + 1);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} failed: {}", thread.getName(), e.toString());
        } finally {
            selector.keys().forEach(key -> closeQuietly(key.channel()));
            closeQuietly(selector);
            synchronized (lock) {
                ended = true;
                tasks.forEach(task ->
                        task.done().completeExceptionally(new IllegalStateException(thread.getName() + " is closed")));
                tasks.clear();
            }
        }
    }

    /** Returns false when the loop shall end. */
    private boolean runTasks() {
        while (true) {
            Task task;
            synchronized (lock) {
                if (ended) {
                    return false;
                }
                task = tasks.poll();
            }
            if (task == null) {
                return true;
            }
            try {
                task.body().run();
                task.done().complete(null);
            } catch (RuntimeException e) {
                task.done().completeExceptionally(e);
            }
        }
    }

    /** Returns the nanoseconds to wait for the next timer: 0 if it is due, -1 if there is none. */
    private long fireTimers() {
        // Only what was due at the start, so that timers that set timers leave the channels their turn.
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.at() - now <= 0; next = timers.peek()) {
            timers.remove();
            try {
                next.task().run();
            } catch (RuntimeException e) {
                LOG.warn("{}: a timer failed", thread.getName(), e);
            }
        }
        Timer next = timers.peek();
        return next == null ? -1 : Math.max(0, next.at() - System.nanoTime());
    }

    private static void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        try {
            ((Handler) key.attachment()).ready(key);
        } catch (IOException | RuntimeException e) {
            LOG.debug("On {}: {}", key.channel(), e.toString());
            // Sockets that hear from many clients must outlive the trouble with one.
            if (key.channel() instanceof SocketChannel stream) {
                closeQuietly(stream);
            }
        }
    }

    /** Closes what may already be gone. */
    public static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("While closing: {}", e.toString());
        }
    }
}
