package dev.duet.xmpp.internal.xep0166;

/** Something in a Jingle element is missing or not as its specification has it: the sender gets bad-request. */
public final class JingleException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what, without repeating what was written. */
    public JingleException(String message) {
        super(message);
    }
}
