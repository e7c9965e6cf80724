package dev.duet.api.event;

import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;

/**
 * Somebody is no longer on the contact list.
 *
 * @param contact who, as last known
 */
public record ContactRemoved(Contact contact) implements DuetEvent {}
