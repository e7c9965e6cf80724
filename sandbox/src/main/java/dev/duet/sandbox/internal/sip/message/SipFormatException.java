package dev.duet.sandbox.internal.sip.message;

/** Bytes or text that are not what RFC 3261 section 25 allows. */
public final class SipFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SipFormatException(String message) {
        super(message, null, false, false);
    }
}
