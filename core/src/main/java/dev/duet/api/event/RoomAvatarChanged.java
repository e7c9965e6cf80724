package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;

/**
 * A room has another avatar (XEP-0153 for rooms), which {@link Room#avatar()} fetches.
 *
 * @param room which room
 * @param avatarId the SHA-1 of its bytes, see {@link dev.duet.model.Avatar#id()}; empty for none any more
 */
public record RoomAvatarChanged(Room room, String avatarId) implements DuetEvent {}
