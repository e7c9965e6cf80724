package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;

/**
 * The rooms that a server keeps in mind for the user. What it keeps is told by {@link LinkListener#bookmarks}. The link
 * enters those with autojoin by itself when it signs in and when they come to be so, and leaves those that are not so
 * any more; {@link RoomLink#leave} makes the room's be so no more.
 */
@OnLoop
public interface BookmarkLink {

    /** Keeps that in the place of what was kept of the room. Done when the server has it. */
    void set(long operation, Bookmark bookmark);

    /** Forgets what is kept of a room. Done when the server did, also when there was nothing. */
    void remove(long operation, Address room);
}
