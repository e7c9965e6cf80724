package dev.duet.api.event;

import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;
import dev.duet.model.Presence;

/**
 * A contact's presence changed.
 *
 * @param contact who
 * @param before the presence before
 * @param after the presence now
 */
public record PresenceChanged(Contact contact, Presence before, Presence after) implements DuetEvent {}
