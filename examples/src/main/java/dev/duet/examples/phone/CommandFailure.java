package dev.duet.examples.phone;

import dev.duet.model.Failure;
import org.jspecify.annotations.Nullable;

/** Why a command did not succeed, in words that tell what to do. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Failure failure;

    CommandFailure(String message) {
        this(message, null);
    }

    CommandFailure(String message, @Nullable Failure failure) {
        super(message, null, false, false);
        this.failure = failure;
    }

    /** What Duet said; null when the command never came so far. */
    @Nullable
    Failure failure() {
        return failure;
    }
}
