package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;

/**
 * The other side calls for the user's attention (XEP-0224): ring, shake the window. Only contacts can, and only while
 * the user is there. A text that came along is told as {@link MessageReceived}, too.
 *
 * @param conversation where
 * @param body what they say; may be empty
 */
public record AttentionRequested(Conversation conversation, String body) implements DuetEvent {}
