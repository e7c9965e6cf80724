package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a room.
 *
 * @param nickname what they are called there, unlike others in the room
 * @param id what stays the same of them in this room, over nicknames and visits (XEP-0421); empty in a room that has no
 *     such ids
 * @param address who they are elsewhere; null in a room that does not tell
 * @param role what they may do now
 * @param affiliation what they are to the room
 * @param availability whether they are at hand
 * @param note what they say of it; may be empty
 */
public record Occupant(
        String nickname,
        String id,
        @Nullable Address address,
        RoomRole role,
        RoomAffiliation affiliation,
        Availability availability,
        String note) {

    public Occupant {
        Objects.requireNonNull(nickname, "nickname");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(affiliation, "affiliation");
        Objects.requireNonNull(availability, "availability");
        Objects.requireNonNull(note, "note");
    }
}
