package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.JoinOptions;
import dev.duet.model.RoomPage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rooms of an account (XEP-0045). Only an XMPP half has rooms.
 *
 * <p>Not to be implemented by applications.
 */
public interface Rooms {

    /**
     * A room, whether the user is in it or not, and whether it exists or not.
     *
     * @param address such as {@code tea@rooms.example.com}
     * @throws IllegalArgumentException when that is no XMPP address with a local part
     */
    Room room(String address);

    /** Those that the user is in, or on the way into. */
    List<Room> joined();

    /**
     * Enters a room.
     *
     * @param address as of {@link #room}
     * @param nickname as of {@link JoinOptions}
     * @return completes with the room; fails as of {@link Room#join}
     * @throws IllegalArgumentException as of {@link #room}, and for a nickname that is none
     */
    default CompletableFuture<Room> join(String address, String nickname) {
        Room room = room(address);
        return room.join(JoinOptions.as(nickname)).thenApply(joined -> room);
    }

    /**
     * The rooms that the user's server keeps in mind for all devices, as far as is known now, by name and address
     * (XEP-0402; those that older clients kept by XEP-0048 are among them). In those with {@link Bookmark#autojoin()}
     * the user's devices are by themselves: this one enters them when it signs in and when another device makes them
     * so, by the nickname there or else the local part of the user's address, and leaves them when they are so no more.
     * It enters none twice in a session: not one that put the user out. It does none of that by itself where {@link
     * dev.duet.model.XmppConfig#autojoin()} is off. {@link Room#leave()} keeps the room in mind
     * without that, so that the other devices leave it, too. Changes are told by {@link
     * dev.duet.api.event.BookmarkChanged}.
     */
    List<Bookmark> bookmarks();

    /**
     * Keeps a room in mind, in the place of what was kept of it.
     *
     * @return completes when the server has it; fails as NETWORK when the XMPP half is not online, as UNSUPPORTED
     *     without an XMPP half, and when the server refuses it
     */
    CompletableFuture<Void> setBookmark(Bookmark bookmark);

    /**
     * Keeps a room in mind no longer; a device that is in it by itself leaves it.
     *
     * @param room its address
     * @return completes when the server forgot it, also when it kept nothing; fails as of {@link #setBookmark}
     */
    CompletableFuture<Void> removeBookmark(Address room);

    /**
     * Asks which services of the user's server have rooms (XEP-0045 6.1).
     *
     * @return completes with their addresses; fails as NETWORK when the XMPP half is not online, as UNSUPPORTED
     *     without an XMPP half
     */
    CompletableFuture<List<Address>> services();

    /**
     * Asks which rooms a service lists (XEP-0045 6.3), page by page (XEP-0059) where it has pages.
     *
     * @param service such as {@code rooms.example.com}
     * @param most 1 to 1000
     * @param after {@link RoomPage#next()} of the page before; empty for the first
     * @return completes with a page; fails when the service does not answer
     * @throws IllegalArgumentException when that is no XMPP address, or no such number
     */
    CompletableFuture<RoomPage> list(String service, int most, String after);
}
