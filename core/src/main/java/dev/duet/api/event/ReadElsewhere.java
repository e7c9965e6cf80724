package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;

/**
 * The user read messages on another device (XEP-0490, or a copy of the marker that it sent).
 *
 * @param conversation where
 * @param unread how many are still unread
 */
public record ReadElsewhere(Conversation conversation, int unread) implements DuetEvent {}
