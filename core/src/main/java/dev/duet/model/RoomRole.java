package dev.duet.model;

/** What an occupant may do while in a room (XEP-0045 5.1), the least first. */
public enum RoomRole {
    /** Not in the room. */
    NONE,
    /** Reads; in a moderated room says nothing. */
    VISITOR,
    /** Reads and says. */
    PARTICIPANT,
    /** Beyond that, takes out others and gives voice. */
    MODERATOR
}
