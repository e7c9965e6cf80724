package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;

/**
 * What a link can do in rooms (XEP-0045). What happens there is told by {@link LinkListener#room}, the outcome of a
 * command as {@link Link} says. Messages to a room that the user is in or on the way into go by {@link Link#send}.
 */
@OnLoop
public interface RoomLink {

    /**
     * Enters a room, which is made when there is none, with the settings of the options. Done when the user is in it.
     * From then on the link enters it again by itself after a loss, until {@link #leave} or until the room puts the
     * user out. Without effect in it.
     */
    void join(long operation, Address room, JoinOptions options);

    /** Leaves a room. Done when the user is out, also when that was so before. */
    void leave(long operation, Address room);

    /** Sets the subject of a room; empty for none. Done when the room took it. */
    void setSubject(long operation, Address room, String subject);

    /** Takes another nickname in a room. Done when the room took it. */
    void changeNickname(long operation, Address room, String nickname);

    /**
     * Says something to one who is in a room, alone. Done when the server has it; fails when nobody there has that
     * nickname, or when the session is lost before: by then another may have the nickname.
     */
    void whisper(long operation, Address room, String nickname, String body);

    /** Asks those who moderate a room for voice. Done when the server has it. */
    void requestVoice(long operation, Address room);

    /** Asks somebody into a room. Done when the server has it, or by the room, when the room took it. */
    void invite(long operation, Address room, Address who, InvitationWay way, String reason);

    /** Tells who asked the user into a room by that room that the user will not come. Done when the server has it. */
    void decline(long operation, Address room, Address to, String reason);

    /** What those do who rule rooms. */
    RoomRulesLink rules();

    /** What can be learnt of rooms from outside. */
    RoomSearchLink search();

    /** The rooms that the server keeps in mind. */
    BookmarkLink bookmarks();
}
