package dev.duet.examples.tour;

import dev.duet.model.DuetException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Tells what happens, with the milliseconds since the start, and does not go on before it has happened. */
final class Story {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final PrintWriter out;
    private final long start = System.nanoTime();

    Story(PrintWriter out) {
        this.out = out;
    }

    /** A heading. */
    void chapter(String title) {
        print("%n%s", title);
    }

    /** One thing that happened. */
    void tell(String what) {
        print("%7d ms  %s", (System.nanoTime() - start) / 1_000_000, what);
    }

    /** Waits until it is so, and tells it. */
    void until(String what, BooleanSupplier happened) {
        await(what, happened);
        tell(what + ".");
    }

    /** Waits until it is so. */
    void await(String what, BooleanSupplier happened) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new TourFailure("This did not happen within " + LIMIT.toSeconds() + " s: " + what);
            }
            pause(Duration.ofMillis(5));
        }
    }

    /** Waits for what an operation comes to. */
    <T> T await(String what, CompletableFuture<T> operation) {
        try {
            return operation.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof DuetException failed
                    ? failed.failure().toString()
                    : e.getCause().toString();
            throw new TourFailure("This failed: " + what + ": " + why);
        } catch (TimeoutException e) {
            throw new TourFailure("This did not happen within " + LIMIT.toSeconds() + " s: " + what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TourFailure("Interrupted while this was awaited: " + what);
        }
    }

    /** Something must be so by now. */
    void check(String what, boolean holds) {
        if (!holds) {
            throw new TourFailure("This is not so: " + what);
        }
    }

    /** Lets time pass. */
    void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TourFailure("Interrupted");
        }
    }

    private void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
