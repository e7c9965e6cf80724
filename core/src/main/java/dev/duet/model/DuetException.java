package dev.duet.model;

import java.util.Objects;

/** How a future of Duet fails: unchecked, with the whole {@link Failure}. */
public final class DuetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** An exception for a failure. */
    public DuetException(Failure failure) {
        super(failure.toString());
        this.failure = Objects.requireNonNull(failure);
    }

    /** An exception for a failure that another exception explains. */
    public DuetException(Failure failure, Throwable cause) {
        super(failure.toString(), cause);
        this.failure = Objects.requireNonNull(failure);
    }

    /** What went wrong. */
    public Failure failure() {
        return failure;
    }
}
