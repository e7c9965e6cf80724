package dev.duet.sip.internal.xml;

/** A body that is not what its type says; the sender gets 400 (RFC 3261 21.4.1). */
public final class MalformedBody extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public MalformedBody(String message) {
        super(message);
    }

    /** For a reason that the parser told. */
    public MalformedBody(String message, Throwable cause) {
        super(message, cause);
    }
}
