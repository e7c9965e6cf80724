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

    private static final Failure NO_ANSWER = Failure.of(
            Failure.Kind.INTERNAL, Failure.Origin.LOCAL, Failure.Retry.NEVER, "A question was done without an answer");

    private final Map<Long, Outcome> waiting = new HashMap<>();
    private long last;

    /** What becomes of a command: either it failed, or it is done, with an answer if it asked for one. */
    private interface Outcome {
        void come(@Nullable Failure failure, @Nullable Object answer);
    }

    private long number(Outcome outcome) {
        long number = ++last;
        waiting.put(number, outcome);
        return number;
    }

    /**
     * A number for a command.
     *
     * @param outcome called once, with null when the command was done
     */
    public long begin(Consumer<@Nullable Failure> outcome) {
        return number((failure, answer) -> outcome.accept(failure));
    }

    /**
     * A number for a question.
     *
     * @param type what the answer is
     * @param answered gets it, unless the question fails
     * @param failed is told why it failed
     */
    public <A> long ask(Class<A> type, Consumer<A> answered, Consumer<Failure> failed) {
        return number((failure, answer) -> {
            if (failure == null && type.isInstance(answer)) {
                answered.accept(type.cast(answer));
            } else {
                failed.accept(failure == null ? NO_ANSWER : failure);
            }
        });
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
        settle(number, failure, null);
    }

    /** The answer to a question; a number that is not known is ignored. */
    public void answer(long number, Object answer) {
        settle(number, null, answer);
    }

    private void settle(long number, @Nullable Failure failure, @Nullable Object answer) {
        Outcome outcome = waiting.remove(number);
        if (outcome != null) {
            outcome.come(failure, answer);
        }
    }

    /** Fails all that wait. */
    public void failAll(Failure failure) {
        List<Long> numbers = List.copyOf(waiting.keySet());
        numbers.forEach(number -> end(number, failure));
    }
}
