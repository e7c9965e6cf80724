package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.JoinOptions;
import dev.duet.model.Occupant;
import dev.duet.model.RoomState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A room in which several people talk (XEP-0045), whether the user is in it or not. What is said there is a {@link
 * Conversation} like any other: its messages are from the occupants, {@link
 * dev.duet.model.MessageDetails#sender()} is the occupant's id where the room has such ids, and what the user says is
 * DELIVERED when the room has passed it on. Typing notices and receipts are for two people alone, and not used here.
 *
 * <p>What happens is told by {@link dev.duet.api.event.RoomStateChanged}, {@link
 * dev.duet.api.event.OccupantChanged} and {@link dev.duet.api.event.SubjectChanged}. Each method tells what is known
 * now.
 *
 * <p>Not to be implemented by applications.
 */
public interface Room {

    /** Where it is. */
    Address address();

    /** What is said there. */
    Conversation conversation();

    /** Where the user stands. */
    RoomState state();

    /** What is spoken of; empty for nothing in particular. */
    String subject();

    /** Who is there, by nickname, the user included; nobody unless the user is in the room. */
    List<Occupant> occupants();

    /** The one with that nickname. */
    Optional<Occupant> occupant(String nickname);

    /**
     * Enters the room. One that does not exist is made, as its service makes rooms that are not configured. When the
     * connection is lost, the user is brought back in by itself, and what was sent meanwhile is sent then.
     *
     * @return completes when the user is in the room, at once if so before; fails as REFUSED when it does not let the
     *     user in (another has the nickname, banned, full), as AUTHENTICATION for a wrong password, as NETWORK when the
     *     XMPP half is not online, as UNSUPPORTED without an XMPP half
     */
    CompletableFuture<Void> join(JoinOptions options);

    /**
     * Leaves the room.
     *
     * @return completes when the user is out, at once if so before; fails when there is no XMPP half
     */
    CompletableFuture<Void> leave();

    /**
     * Sets what is spoken of.
     *
     * @param subject empty for nothing in particular
     * @return completes when the room took it; fails as REFUSED when that is not for this user, or the user is not
     *     there
     */
    CompletableFuture<Void> setSubject(String subject);

    /**
     * Takes another nickname.
     *
     * @param nickname 1 to 1023 characters
     * @return completes when the room took it; fails as REFUSED when another has it, or the user is not there
     */
    CompletableFuture<Void> changeNickname(String nickname);
}
