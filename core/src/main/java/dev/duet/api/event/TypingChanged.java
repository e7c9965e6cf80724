package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.model.ChatState;

/**
 * The other side of a conversation types, or does no more.
 *
 * @param conversation where
 * @param state what it does now
 */
public record TypingChanged(Conversation conversation, ChatState state) implements DuetEvent {}
