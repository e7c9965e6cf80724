package dev.duet.model;

/** What somebody is to a room, there or not (XEP-0045 5.2), the least first. */
public enum RoomAffiliation {
    /** Banned. */
    OUTCAST,
    /** Nobody in particular. */
    NONE,
    /** May enter a room for members only. */
    MEMBER,
    /** Bans, and makes members. */
    ADMIN,
    /** Configures and destroys the room. */
    OWNER
}
