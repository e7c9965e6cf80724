package dev.duet.model;

/** What a room is like, and what it can do. */
public enum RoomTrait {
    /** Is there also when nobody is in it. */
    PERSISTENT,
    /** Is listed by its service. */
    LISTED,
    /** Lets nobody in but members. */
    MEMBERS_ONLY,
    /** Who comes in says nothing before being given voice. */
    MODERATED,
    /** Asks for a password. */
    PASSWORD_PROTECTED,
    /** Shows everybody's address to everybody, and not to moderators alone. */
    SHOWS_ADDRESSES,
    /** Keeps what was said, to be read later (XEP-0313). */
    ARCHIVE,
    /** Tells by ids who is who, over nicknames and visits (XEP-0421). */
    OCCUPANT_IDS,
    /** Lets moderators take back what others said (XEP-0425). */
    MODERATION,
    /** Can have an avatar, that is, a vCard (XEP-0054). */
    AVATAR
}
