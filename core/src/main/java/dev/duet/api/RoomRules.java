package dev.duet.api;

import dev.duet.model.Avatar;
import dev.duet.model.Message;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomMember;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomSettings;
import dev.duet.model.VoiceRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What those do who rule a room: moderators, admins and owners (XEP-0045 8 to 10). Whether this user may is the room's
 * to say. All futures fail as REFUSED when it is not for this user, as NETWORK when the XMPP half is not online, as
 * UNSUPPORTED when the room cannot do that, and complete when the room took it or answered.
 *
 * <p>Not to be implemented by applications.
 */
public interface RoomRules {

    /**
     * Takes somebody out of the room (8.2), who may come in again. For moderators.
     *
     * @param nickname of somebody who is there
     * @param reason in words for people; may be empty
     */
    default CompletableFuture<Void> kick(String nickname, String reason) {
        return setRole(nickname, RoomRole.NONE, reason);
    }

    /**
     * Takes somebody out of the room for good (9.1). For admins.
     *
     * @param address whose, a bare address; with an address without a local part all of a server
     * @param reason in words for people; may be empty
     * @throws IllegalArgumentException when that is no XMPP address
     */
    default CompletableFuture<Void> ban(String address, String reason) {
        return setAffiliation(address, RoomAffiliation.OUTCAST, reason);
    }

    /**
     * Gives somebody who is there another role: voice, or none any more (8.3, 8.4), for moderators; makes moderators
     * and takes that back (9.6, 9.7), for admins.
     *
     * @param nickname of somebody who is there
     * @param role NONE takes them out
     * @param reason in words for people; may be empty
     */
    CompletableFuture<Void> setRole(String nickname, RoomRole role, String reason);

    /**
     * Answers somebody's wish for voice (8.6). For moderators.
     *
     * @param request what was told by {@link dev.duet.api.event.VoiceRequested}
     * @param granted false leaves everything as it is
     */
    CompletableFuture<Void> answerVoice(VoiceRequest request, boolean granted);

    /**
     * Makes somebody something else to the room, there or not (9.1 to 9.4, 10.3 to 10.8). For admins, and for owners
     * alone where it is about admins and owners.
     *
     * @param address whose, a bare address
     * @param affiliation NONE takes them off all lists
     * @param reason in words for people; may be empty
     * @throws IllegalArgumentException when that is no XMPP address
     */
    CompletableFuture<Void> setAffiliation(String address, RoomAffiliation affiliation, String reason);

    /**
     * Who is that to the room, there or not (9.2, 9.5, 10.5, 10.8). Who has which role is told by {@link
     * Room#occupants()}.
     *
     * @throws IllegalArgumentException for NONE
     */
    CompletableFuture<List<RoomMember>> list(RoomAffiliation affiliation);

    /** All settings that the room has, by {@link dev.duet.model.RoomSetting}. For owners. */
    CompletableFuture<RoomSettings> settings();

    /**
     * Changes settings, and leaves the others as they are (10.2). For owners.
     *
     * @return fails as UNSUPPORTED, with nothing changed, when the room lacks one of them
     */
    CompletableFuture<Void> configure(RoomSettings changes);

    /**
     * Ends the room for good (10.9): all are put out. For owners.
     *
     * @param reason in words for people; may be empty
     * @param instead the room to go to; null for none
     * @throws IllegalArgumentException when that is no XMPP address
     */
    CompletableFuture<Void> destroy(String reason, @Nullable String instead);

    /**
     * Takes back what somebody said (XEP-0425), for all. For moderators.
     *
     * @param message of this room's conversation, with an id that the room gave it
     * @param reason in words for people; may be empty
     * @throws IllegalArgumentException when the room gave it no id
     */
    CompletableFuture<Void> retract(Message message, String reason);

    /**
     * Gives the room an avatar (XEP-0153 for rooms). For owners.
     *
     * @param avatar of at most {@link Avatar#MAX_PUBLISHED} bytes; null for none
     * @throws IllegalArgumentException when it is larger
     */
    CompletableFuture<Void> setAvatar(@Nullable Avatar avatar);
}
