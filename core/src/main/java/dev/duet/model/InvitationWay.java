package dev.duet.model;

/** How somebody is asked into a room. */
public enum InvitationWay {
    /** By a message of one's own (XEP-0249): it comes by the way of all messages, whatever the room thinks of it. */
    DIRECT,
    /**
     * By the room (XEP-0045 7.8.2), which may refuse, or make the one who is asked a member. It passes on a refusal of
     * the one who is asked.
     */
    MEDIATED
}
