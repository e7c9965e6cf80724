package dev.duet.model;

/** What an address, a device or a link can do. */
public enum Capability {
    /** Calls with sound. */
    AUDIO_CALL,
    /** Wishes for a single call: that it hides its caller, how it is answered, how it rings ({@link CallOptions}). */
    CALL_OPTIONS,
    /** Text messages. */
    MESSAGE,
    /** Typing notices. */
    CHAT_STATES,
    /** Notices of delivery. */
    RECEIPTS,
    /** Correcting a message (XEP-0308). */
    CORRECTIONS,
    /** Taking a message back (XEP-0424). */
    RETRACTIONS,
    /** Reacting to a message (XEP-0444). */
    REACTIONS,
    /** Answering a certain message (XEP-0461). Where it lacks, the answer begins with a quote. */
    REPLIES,
    /** Calling for attention (XEP-0224). */
    ATTENTION,
    /** Presence. */
    PRESENCE,
    /** A contact list on a server. */
    ROSTER,
    /** Calls to the telephone network. */
    TELEPHONE
}
