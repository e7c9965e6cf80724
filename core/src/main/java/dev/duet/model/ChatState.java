package dev.duet.model;

/** What somebody does in a conversation (XEP-0085, RFC 3994). */
public enum ChatState {
    /** Pays attention. */
    ACTIVE,
    /** Types. */
    COMPOSING,
    /** Has stopped typing for a moment. */
    PAUSED,
    /** Does something else. */
    INACTIVE,
    /** Has left. */
    GONE
}
