package dev.duet.api;

import dev.duet.model.ChatState;
import dev.duet.model.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * All text with one contact, whatever protocol it goes by.
 *
 * <p>Not to be implemented by applications.
 */
public interface Conversation {

    /** With whom. */
    Contact contact();

    /**
     * Sends a text: by XMPP when the contact has it, else by SIP MESSAGE; a reply goes out the way the last message
     * came in.
     *
     * @param body 1 to 65536 characters
     * @return completes with the message when it left this side (SENT); fails when it could not be sent. What follows
     *     (delivered, read, or an error that comes late) is told by events
     */
    CompletableFuture<Message> send(String body);

    /** Tells the other side what the user does; nothing is sent when it is the same as before. */
    void typing(ChatState state);

    /** Tells the other side that all its messages were shown to the user. */
    void markRead();

    /** How many incoming messages came after the last {@link #markRead()}. */
    int unread();

    /** What the other side does. */
    ChatState peerState();

    /** The messages of this session, oldest first; at most the newest 1000. */
    List<Message> history();
}
