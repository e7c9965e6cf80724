package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;

/**
 * Somebody in a room said something to the user alone (XEP-0045 7.5). It is no part of the room's conversation.
 *
 * @param room which room
 * @param nickname who
 * @param body the text
 */
public record WhisperReceived(Room room, String nickname, String body) implements DuetEvent {}
