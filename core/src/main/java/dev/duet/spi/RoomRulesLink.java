package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomSettings;
import dev.duet.model.VoiceRequest;
import org.jspecify.annotations.Nullable;

/** What moderators, admins and owners of rooms do (XEP-0045 8 to 10), as far as a room lets the user. */
@OnLoop
public interface RoomRulesLink {

    /** Gives somebody who is there another role; NONE takes them out. Done when the room took it. */
    void setRole(long operation, Address room, String nickname, RoomRole role, String reason);

    /** Answers somebody's wish for voice. Done when the server has it. */
    void answerVoice(long operation, Address room, VoiceRequest request, boolean granted);

    /** Makes somebody something else to a room; OUTCAST bans them. Done when the room took it. */
    void setAffiliation(long operation, Address room, Address of, RoomAffiliation affiliation, String reason);

    /** Asks who is that to a room. Answered by {@link RoomAnswer.Members}. */
    void fetchAffiliations(long operation, Address room, RoomAffiliation affiliation);

    /** Asks for the settings of a room. Answered by {@link RoomAnswer.Settings}. */
    void fetchSettings(long operation, Address room);

    /**
     * Changes settings of a room. Done when the room took it; fails as UNSUPPORTED, and changes nothing, when the room
     * lacks one of them.
     */
    void configure(long operation, Address room, RoomSettings changes);

    /** Ends a room for good. Done when the room took it. */
    void destroy(long operation, Address room, String reason, @Nullable Address instead);

    /**
     * Takes back what somebody else said (XEP-0425). Done when the room took it.
     *
     * @param archiveId the id that the room gave the message
     */
    void retract(long operation, Address room, String archiveId, String reason);

    /** Gives a room an avatar; null for none. Done when the room took it. */
    void publishAvatar(long operation, Address room, @Nullable Avatar avatar);
}
