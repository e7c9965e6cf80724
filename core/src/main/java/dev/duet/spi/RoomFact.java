package dev.duet.spi;

import dev.duet.model.Occupant;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomState;
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
}
