package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;
import dev.duet.model.RoomState;

/**
 * The user came into a room, is on the way in, or is out of it: left, kicked, banned, or because the room is no more.
 *
 * @param room which room
 * @param before where the user stood
 * @param after where the user stands; its {@link RoomState#exit()} tells why when out
 */
public record RoomStateChanged(Room room, RoomState before, RoomState after) implements DuetEvent {}
