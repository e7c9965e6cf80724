package dev.duet.model;

/** Who began a call. */
public enum CallDirection {
    /** This side. */
    OUTGOING,
    /** The other side. */
    INCOMING
}
