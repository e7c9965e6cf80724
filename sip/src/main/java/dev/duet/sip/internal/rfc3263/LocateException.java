package dev.duet.sip.internal.rfc3263;

import dev.duet.model.Failure;

/** No server was found. */
public final class LocateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    LocateException(String message) {
        super(message);
        this.failure = Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, message);
    }

    /** What to tell the application. */
    public Failure failure() {
        return failure;
    }
}
