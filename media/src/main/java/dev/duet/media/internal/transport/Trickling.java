package dev.duet.media.internal.transport;

/** When this side's candidates are told (RFC 8838). */
public enum Trickling {
    /** All in the description, which waits for them; what is found too late is told to nobody. */
    NONE,
    /**
     * In the description, which waits for them, until the other side's own says that it takes candidates afterwards;
     * then as {@link #FULL}. What is found too late is told afterwards, for those who may take it.
     */
    HALF,
    /** As they are found; the description does not wait. */
    FULL
}
