package dev.duet.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * The one thread, and the one clock, of a runtime. All core state lives there. Tests put virtual time in its place
 * ({@link VirtualLoop}).
 */
public interface Loop extends Executor {

    /** Runs a task on the loop, after those handed over before. From any thread; ignored after the loop has ended. */
    @Override
    void execute(Runnable task);

    /** Runs a task on the loop when the delay is over. From any thread. */
    Timer schedule(Duration delay, Runnable task);

    /** Wall-clock time. From any thread. */
    Instant now();

    /** Nanoseconds of a clock that never jumps, for measuring. From any thread. */
    long nanoTime();

    /** True on the loop's thread. */
    boolean inLoop();

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {

        /** Takes the task back. Does nothing when it ran or was taken back before. From any thread. */
        void cancel();
    }
}
