package dev.duet.model;

/** Whether somebody wants to be, and can be, reached; from the most to the least available. */
public enum Availability {
    /** Looks for company (XMPP {@code chat}). */
    CHATTY,
    /** There. */
    AVAILABLE,
    /** Away for a moment. */
    AWAY,
    /** Away for long (XMPP {@code xa}). */
    EXTENDED_AWAY,
    /** There, but not to be disturbed. */
    DO_NOT_DISTURB,
    /** Not signed in. */
    OFFLINE,
    /** Nobody told: no subscription, or no answer yet. */
    UNKNOWN;

    /** True when some device is signed in. */
    public boolean isOnline() {
        return ordinal() < OFFLINE.ordinal();
    }
}
