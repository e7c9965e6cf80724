package dev.duet.internal.loop;

import dev.duet.model.Failure;
import dev.duet.spi.OnLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands that wait for their outcome: numbers for the stacks, continuations for the core. */
@OnLoop
public final class Operations {

    private final Map<Long, Consumer<@Nullable Failure>> waiting = new HashMap<>();
    private long last;

    /**
     * A number for a command.
     *
     * @param outcome called once, with null when the command was done
     */
    public long begin(Consumer<@Nullable Failure> outcome) {
        long number = ++last;
        waiting.put(number, outcome);
        return number;
    }

    /** A number for a command whose outcome is the promise's. */
    public long begin(Promise<@Nullable Void> promise) {
        return begin(failure -> {
            if (failure == null) {
                promise.complete(null);
            } else {
                promise.fail(failure);
            }
        });
    }

    /** The outcome of a command; a number that is not known is ignored. */
    public void end(long number, @Nullable Failure failure) {
        Consumer<@Nullable Failure> outcome = waiting.remove(number);
        if (outcome != null) {
            outcome.accept(failure);
        }
    }

    /** Fails all that wait. */
    public void failAll(Failure failure) {
        List<Long> numbers = List.copyOf(waiting.keySet());
        numbers.forEach(number -> end(number, failure));
    }
}
