package dev.duet.model;

/** What an address, a device or a link can do. */
public enum Capability {
    /** Calls with sound. */
    AUDIO_CALL,
    /** Text messages. */
    MESSAGE,
    /** Typing notices. */
    CHAT_STATES,
    /** Notices of delivery. */
    RECEIPTS,
    /** Presence. */
    PRESENCE,
    /** A contact list on a server. */
    ROSTER,
    /** Calls to the telephone network. */
    TELEPHONE
}
