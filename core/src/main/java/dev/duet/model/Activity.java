package dev.duet.model;

/** What somebody does (RPID, RFC 4480; XEP-0108), as far as it matters to a caller. */
public enum Activity {
    /** In a call. */
    ON_THE_PHONE,
    /** In a meeting. */
    IN_A_MEETING,
    /** An appointment in the calendar. */
    APPOINTMENT,
    /** Busy, without a word on what. */
    BUSY,
    /** Eating. */
    MEAL,
    /** On holiday. */
    VACATION,
    /** On the way. */
    TRAVEL,
    /** Working. */
    WORKING
}
