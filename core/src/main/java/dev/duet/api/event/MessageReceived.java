package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.model.Message;

/**
 * A message came, or another device of this user sent one.
 *
 * @param conversation where it belongs
 * @param message the message
 */
public record MessageReceived(Conversation conversation, Message message) implements DuetEvent {}
