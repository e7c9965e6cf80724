package dev.duet.api.event;

import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;

/**
 * Name, nickname, avatar, groups, addresses, subscription or capabilities of a contact changed.
 *
 * @param contact who
 */
public record ContactChanged(Contact contact) implements DuetEvent {}
