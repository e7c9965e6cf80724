package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.model.Message;

/**
 * What somebody said in a room was taken back by one who rules there (XEP-0425). That it changed is told by {@link
 * MessageChanged} before.
 *
 * @param conversation where it belongs
 * @param message the message as it is now
 * @param by the nickname of who took it back; empty when the room does not tell
 * @param reason in that person's words; may be empty
 */
public record MessageModerated(Conversation conversation, Message message, String by, String reason)
        implements DuetEvent {}
