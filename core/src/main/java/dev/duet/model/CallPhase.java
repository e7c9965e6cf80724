package dev.duet.model;

/**
 * Where a call is in its life. Hold is a direction of media and early media a flag: neither is a phase.
 *
 * <pre>{@code
 *   outgoing                              incoming
 *   NEW -> DIALING -> ALERTING            NEW -> INCOMING
 *             |          |                          | answer()
 *             +----------+---> CONNECTING <---------+
 *                                  |
 *                                ACTIVE
 *   every phase -> ENDED
 * }</pre>
 */
public enum CallPhase {
    /** Made, nothing sent. */
    NEW,
    /** Outgoing: on its way, nobody rings yet. */
    DIALING,
    /** Outgoing: rings at the other side. */
    ALERTING,
    /** Incoming: rings here. */
    INCOMING,
    /** Answered, media are being connected. */
    CONNECTING,
    /** The two sides can talk. */
    ACTIVE,
    /** Over. */
    ENDED
}
