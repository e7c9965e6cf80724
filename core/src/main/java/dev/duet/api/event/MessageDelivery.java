package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.model.Message;

/**
 * A message of ours came further, or failed; {@code message.delivery()} tells.
 *
 * @param conversation where it belongs
 * @param message the message as it is now
 */
public record MessageDelivery(Conversation conversation, Message message) implements DuetEvent {}
