package dev.duet.api;

import dev.duet.model.JoinOptions;
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
}
