package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;

/**
 * A room has another subject.
 *
 * @param room which room
 * @param subject empty for nothing in particular
 * @param by the nickname of who set it; empty when the room does not tell
 */
public record SubjectChanged(Room room, String subject, String by) implements DuetEvent {}
