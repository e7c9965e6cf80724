package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.model.EventNotice;

/**
 * Something was told of an event package that the application subscribed to.
 *
 * @param notice what was told
 */
public record EventNotified(EventNotice notice) implements DuetEvent {}
