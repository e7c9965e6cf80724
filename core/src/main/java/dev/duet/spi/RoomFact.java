package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.InvitationWay;
import dev.duet.model.Occupant;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomState;
import dev.duet.model.Secret;
import dev.duet.model.VoiceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a link tells of a room. */
public sealed interface RoomFact {

    /** Where the user stands. Out of the room there are no occupants, and on the way in they are not known yet. */
    record State(RoomState state) implements RoomFact {}

    /** Who is there, after the user came in: all of them, the user included. */
    record Occupants(List<Occupant> occupants) implements RoomFact {

        public Occupants {
            occupants = List.copyOf(occupants);
        }
    }

    /**
     * Somebody came (before is null), went (after is null), or changed: nickname, role, affiliation or presence.
     *
     * @param exit why somebody went; null for those who did not
     */
    record Changed(
            @Nullable Occupant before,
            @Nullable Occupant after,
            @Nullable RoomExit exit) implements RoomFact {}

    /**
     * What is spoken of.
     *
     * @param subject empty for nothing
     * @param by the nickname of who set it; empty when the room does not tell
     */
    record Subject(String subject, String by) implements RoomFact {}

    /**
     * Somebody there said something to the user alone.
     *
     * @param nickname who
     */
    record Whisper(String nickname, String body) implements RoomFact {}

    /**
     * The user is asked into the room, which the user is not in.
     *
     * @param from who asks: a person's bare address, or, where the room keeps that secret, an occupant's
     * @param way how
     * @param password what the room asks for at the door; null for nothing that is known
     * @param reason in that person's words; may be empty
     */
    record Invited(
            Address from, InvitationWay way, @Nullable Secret password, String reason) implements RoomFact {}

    /**
     * Somebody who was asked into the room will not come.
     *
     * @param by who, as for who asks
     * @param reason in that person's words; may be empty
     */
    record Declined(Address by, String reason) implements RoomFact {}

    /** Somebody there wants to be let speak, and this user may decide. */
    record WantsVoice(VoiceRequest request) implements RoomFact {}

    /** The room has another avatar, by the SHA-1 of its bytes; empty for none any more. */
    record Pictured(String avatarId) implements RoomFact {}
}
