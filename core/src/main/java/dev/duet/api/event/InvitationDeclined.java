package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;
import dev.duet.model.Address;

/**
 * Somebody who was asked into a room, by the room, will not come (XEP-0045 7.8.3).
 *
 * @param room into which
 * @param by who: a person's address, or, where the room keeps that secret, an occupant's
 * @param reason in that person's words; may be empty
 */
public record InvitationDeclined(Room room, Address by, String reason) implements DuetEvent {}
