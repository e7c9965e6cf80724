package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;
import dev.duet.model.Occupant;
import dev.duet.model.RoomDetails;
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
 * <p>Nobody can be in a room unseen (XEP-0045 has no such thing): a user whose presence becomes OFFLINE leaves all
 * rooms, as everybody there sees. The rooms are then HIDDEN; as soon as the user is visible again, they are entered
 * again, as everybody there sees, too, and what was said meanwhile comes out of their archives. What the user says
 * meanwhile waits until then.
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
     * Enters the room. One that does not exist is made with the settings of the options; nobody else comes in before.
     * When the connection is lost, the user is brought back in by itself, and what was sent meanwhile is sent then.
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

    /**
     * Says something to one who is there, alone (XEP-0045 7.5). It is no part of the conversation; what others whisper
     * is told by {@link dev.duet.api.event.WhisperReceived}.
     *
     * @param nickname to whom
     * @param body 1 to {@link dev.duet.model.MessageContent#MAX_BODY} characters
     * @return completes when the server has it; fails as NOT_FOUND when nobody there has that nickname, as REFUSED when
     *     the user is not there, as NETWORK when the session was lost before: it is not sent again, since another may
     *     have the nickname then
     */
    CompletableFuture<Void> whisper(String nickname, String body);

    /**
     * Asks those who moderate the room for voice (XEP-0045 7.13): to be let speak in a moderated one. What they answer
     * is seen by the user's role, see {@link dev.duet.api.event.OccupantChanged}; a refusal is told to nobody.
     *
     * @return completes when the server, or the room, has it; fails as REFUSED when the room takes no such wishes or
     *     the user is not there, as NETWORK when the session was lost before
     */
    CompletableFuture<Void> requestVoice();

    /**
     * Asks somebody into the room, in the way that suits it: MEDIATED into one for members only, so that it lets them
     * in, else DIRECT, with the password by which the user came in. The user need not be there for a DIRECT one.
     *
     * @param address who, a bare address
     * @param reason in words for people; may be empty
     * @return as of {@link #invite(String, InvitationWay, String)}
     * @throws IllegalArgumentException when that is no XMPP address
     */
    CompletableFuture<Void> invite(String address, String reason);

    /**
     * Asks somebody into the room.
     *
     * @param address who, a bare address
     * @param way how
     * @param reason in words for people; may be empty
     * @return completes when the server, or the room, has it; fails as NETWORK when the XMPP half is not online, as
     *     REFUSED when the room does not let this user ask others in. A room that refuses later than the server
     *     acknowledges is not heard. A refusal of who was asked is told by {@link
     *     dev.duet.api.event.InvitationDeclined}, if they tell
     * @throws IllegalArgumentException when that is no XMPP address
     */
    CompletableFuture<Void> invite(String address, InvitationWay way, String reason);

    /**
     * Tells somebody who asked the user into the room, by the room, that the user will not come (XEP-0045 7.8.3).
     *
     * @param to who asked
     * @param reason in words for people; may be empty
     * @return completes when the server has it; fails when the XMPP half is not online
     */
    CompletableFuture<Void> decline(Address to, String reason);

    /**
     * Asks the room what it is like; the user need not be there.
     *
     * @return completes with what it tells; fails as NOT_FOUND when there is no such room
     */
    CompletableFuture<RoomDetails> details();

    /**
     * Fetches the room's avatar, from its vCard (XEP-0054); the user need not be there.
     *
     * @return completes with it, or with empty when there is none; fails when the room does not answer
     */
    CompletableFuture<Optional<Avatar>> avatar();

    /** What those do who rule the room. */
    RoomRules rules();
}
