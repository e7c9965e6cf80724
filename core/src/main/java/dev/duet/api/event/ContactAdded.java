package dev.duet.api.event;

import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;

/**
 * Somebody is new on the contact list.
 *
 * @param contact who
 */
public record ContactAdded(Contact contact) implements DuetEvent {}
