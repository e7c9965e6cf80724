package dev.duet.sip.internal.rfc3842;

/** A body is not the message summary that it should be. */
public final class SummaryException extends Exception {

    private static final long serialVersionUID = 1L;

    SummaryException(String message) {
        super(message);
    }
}
