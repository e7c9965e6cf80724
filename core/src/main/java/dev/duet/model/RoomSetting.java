package dev.duet.model;

import java.util.Objects;

/**
 * Something about a room that its owners decide, a field of its configuration (XEP-0045 15.5.3). Those that most
 * services have are here; {@link #flag}, {@link #text} and {@link #number} reach the others.
 *
 * @param <T> what it is set to: Boolean, String, Integer or {@link Secret}
 * @param field the field's name; one without {@code #}, <code>{</code>, {@code :} and {@code /} stands for that of the
 *     specification, {@code muc#roomconfig_} before it
 * @param type what it is set to
 */
public record RoomSetting<T>(String field, Class<T> type) {

    /** What the room is called. */
    public static final RoomSetting<String> NAME = text("roomname");
    /** What it is for. */
    public static final RoomSetting<String> DESCRIPTION = text("roomdesc");
    /** The language of those who talk there, an RFC 5646 tag. */
    public static final RoomSetting<String> LANGUAGE = text("lang");
    /** Whether it is there also when nobody is in it. */
    public static final RoomSetting<Boolean> PERSISTENT = flag("persistentroom");
    /** Whether its service lists it. */
    public static final RoomSetting<Boolean> LISTED = flag("publicroom");
    /** Whether nobody may come in but members. */
    public static final RoomSetting<Boolean> MEMBERS_ONLY = flag("membersonly");
    /** Whether who comes in says nothing before being given voice. */
    public static final RoomSetting<Boolean> MODERATED = flag("moderatedroom");
    /** What it asks for at the door; an empty one for nothing. */
    public static final RoomSetting<Secret> PASSWORD = new RoomSetting<>("roomsecret", Secret.class);
    /** How many may be there at once. */
    public static final RoomSetting<Integer> MOST_OCCUPANTS = number("maxusers");
    /** Whether all see everybody's address, and not moderators alone. */
    public static final RoomSetting<Boolean> SHOWS_ADDRESSES = flag("whois");
    /** Whether members may ask others in, and not moderators alone. */
    public static final RoomSetting<Boolean> MAY_INVITE = flag("allowinvites");
    /** Whether all may change the subject, and not moderators alone. */
    public static final RoomSetting<Boolean> MAY_CHANGE_SUBJECT = flag("changesubject");
    /** Whether what is said is kept, to be read later. */
    public static final RoomSetting<Boolean> ARCHIVED = flag("enablelogging");

    public RoomSetting {
        Objects.requireNonNull(field, "field");
        boolean known = type == Boolean.class || type == String.class || type == Integer.class || type == Secret.class;
        if (!known) {
            throw new IllegalArgumentException("A setting is a Boolean, a String, an Integer or a Secret");
        }
        if (field.isBlank()) {
            throw new IllegalArgumentException("A field has a name");
        }
    }

    /** Something that is so or not. */
    public static RoomSetting<Boolean> flag(String field) {
        return new RoomSetting<>(field, Boolean.class);
    }

    /** A text, or one of the words that the room offers. */
    public static RoomSetting<String> text(String field) {
        return new RoomSetting<>(field, String.class);
    }

    /** A number; one below 1 stands for no bound. */
    public static RoomSetting<Integer> number(String field) {
        return new RoomSetting<>(field, Integer.class);
    }
}
