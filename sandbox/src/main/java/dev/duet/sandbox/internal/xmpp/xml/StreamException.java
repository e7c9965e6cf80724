package dev.duet.sandbox.internal.xmpp.xml;

/** What the client sent ends its stream with that error. */
public final class StreamException extends Exception {

    private static final long serialVersionUID = 1L;

    private final StreamCondition condition;

    /** The text goes to the client and into the log: no content of the stanza in it. */
    public StreamException(StreamCondition condition, String text) {
        super(text);
        this.condition = condition;
    }

    public StreamCondition condition() {
        return condition;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
