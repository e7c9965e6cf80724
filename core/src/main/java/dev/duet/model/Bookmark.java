package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A room that the user's server keeps in mind for all devices (XEP-0402, XEP-0048).
 *
 * @param room where it is, a bare XMPP address with a local part
 * @param name what the user calls it; may be empty
 * @param autojoin whether the user's devices are in it whenever they are signed in
 * @param nickname what the user is called there, up to 1023 characters; empty for what the device chooses
 * @param password what the room asks for at the door; null for nothing
 */
public record Bookmark(
        Address room,
        String name,
        boolean autojoin,
        String nickname,
        @Nullable Secret password) {

    private static final int MAX_NICKNAME = 1_023;

    public Bookmark {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(nickname, "nickname");
        if (!(room instanceof Address.Xmpp xmpp) || xmpp.local() == null || !xmpp.isBare()) {
            throw new IllegalArgumentException("A room has a bare XMPP address with a local part, unlike " + room);
        }
        if (nickname.length() > MAX_NICKNAME) {
            throw new IllegalArgumentException("A nickname has up to " + MAX_NICKNAME + " characters");
        }
    }

    /**
     * A room in which the user's devices are not by themselves.
     *
     * @throws IllegalArgumentException when that is no XMPP address with a local part
     */
    public static Bookmark of(String room) {
        return new Bookmark(Address.xmpp(room).bare(), "", false, "", null);
    }

    /** The same by another name. */
    public Bookmark withName(String newName) {
        return new Bookmark(room, newName, autojoin, nickname, password);
    }

    /** The same, with or without the user's devices in it. */
    public Bookmark withAutojoin(boolean newAutojoin) {
        return new Bookmark(room, name, newAutojoin, nickname, password);
    }

    /** The same by another nickname there. */
    public Bookmark withNickname(String newNickname) {
        return new Bookmark(room, name, autojoin, newNickname, password);
    }

    /** The same with another password, or none. */
    public Bookmark withPassword(@Nullable Secret newPassword) {
        return new Bookmark(room, name, autojoin, nickname, newPassword);
    }
}
