package dev.duet.sandbox.internal.xmpp.stanza;

/** The text is not an address of RFC 7622. */
public final class InvalidJidException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidJidException(String reason) {
        super(reason);
    }
}
