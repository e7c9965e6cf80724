package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;
import dev.duet.model.Occupant;
import dev.duet.model.RoomExit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody came into a room, went, or changed: nickname, role, affiliation or presence.
 *
 * @param room which room
 * @param before the occupant before; null for one who came
 * @param after the occupant now; null for one who went
 * @param exit why one went; null for others
 */
public record OccupantChanged(
        Room room,
        @Nullable Occupant before,
        @Nullable Occupant after,
        @Nullable RoomExit exit) implements DuetEvent {}
