package dev.duet.model;

/**
 * Where one half of an account is.
 *
 * <pre>{@code
 *   OFFLINE --> CONNECTING --> ONLINE
 *                 |   ^           |
 *                 v   |           v
 *   FAILED <--  WAITING  <--------+       disconnect(): every phase --> OFFLINE
 * }</pre>
 */
public enum LinkPhase {
    /** Signed out, by wish. */
    OFFLINE,
    /** Signing in. */
    CONNECTING,
    /** Signed in. */
    ONLINE,
    /** Lost or not reached; will try again by itself. */
    WAITING,
    /** Not to be had as things are; will not try again by itself. */
    FAILED
}
