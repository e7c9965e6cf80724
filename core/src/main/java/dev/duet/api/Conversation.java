package dev.duet.api;

import dev.duet.model.ChatState;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessagePosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * All text with one contact, whatever protocol and device it goes by: one order, one count of what is unread, and one
 * position up to which it was read. By which protocol each message went is told by {@link Message#protocol()}.
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

    /**
     * Sends a text with what belongs to it. Where the way has no words for a reply, the answer begins with a quote.
     *
     * @return as of {@link #send(String)}
     */
    CompletableFuture<Message> send(MessageContent.Text text);

    /**
     * Answers a message of this conversation (XEP-0461).
     *
     * @param to the message that is answered
     * @param body 1 to 65536 characters
     * @return as of {@link #send(String)}
     */
    CompletableFuture<Message> reply(Message to, String body);

    /**
     * Puts another text in the place of one that this user sent (XEP-0308). It goes the way that the message went.
     *
     * @param message an outgoing message of this conversation, which is not retracted
     * @param body 1 to 65536 characters
     * @return completes with the message as it is then, when the correction left this side; fails as UNSUPPORTED when
     *     the way knows no corrections (SIP), and when the correction could not be sent
     * @throws IllegalArgumentException for a message of somebody else
     */
    CompletableFuture<Message> correct(Message message, String body);

    /**
     * Takes back a message that this user sent (XEP-0424): a wish to the other side, which may have read and kept it.
     *
     * @param message an outgoing message of this conversation
     * @return as of {@link #correct}
     * @throws IllegalArgumentException for a message of somebody else
     */
    CompletableFuture<Message> retract(Message message);

    /**
     * Reacts to a message, in place of how the user reacted before (XEP-0444).
     *
     * @param message a message of this conversation
     * @param emojis one emoji each; empty takes all reactions back
     * @return as of {@link #correct}
     */
    CompletableFuture<Message> react(Message message, Set<String> emojis);

    /**
     * Calls for the other side's attention, now (XEP-0224).
     *
     * @return completes when it left this side; fails as of {@link #correct}
     */
    CompletableFuture<Void> attention();

    /** Tells the other side what the user does; nothing is sent when it is the same as before. */
    void typing(ChatState state);

    /** Tells the other side that all its messages were shown to the user. */
    void markRead();

    /** How many incoming messages came after the last {@link #markRead()}. */
    int unread();

    /** Up to where its incoming messages were read, here or on another device; empty when none was. */
    Optional<MessagePosition> readPosition();

    /** What the other side does. */
    ChatState peerState();

    /**
     * The messages in memory, in the order in which they were sent, whatever protocol they went by: those of this
     * session, and of what a store kept the newest, once the conversation was used; 1000 at most. Corrections,
     * retractions and reactions are part of the message that they are about.
     */
    List<Message> history();

    /**
     * The newest messages, in order. Unlike {@link #history()} it waits for the store, if there is one, and for the
     * archive at the server (XEP-0313), the account's or the room's, if that may have more: what is found there is part
     * of the history from then on, is kept in the store, and is no news.
     *
     * @param most how many at most, 1 to 1000
     * @return fails as INTERNAL when the store fails. Without an archive that can be asked just now it completes with
     *     what is here
     */
    CompletableFuture<List<Message>> latest(int most);

    /**
     * The messages before a position, the nearest of them, in order: so one reads back page by page, through what is
     * here and what the archives have, as of {@link #latest}.
     *
     * @param position of the first message of the page that was read last
     * @param most as of {@link #latest}
     * @return as of {@link #latest}; empty at the beginning. Where nothing is left here it fails, as NETWORK, TIMEOUT
     *     or REFUSED, when the archive, which may have more, cannot be asked just now
     */
    CompletableFuture<List<Message>> before(MessagePosition position, int most);

    /**
     * The newest messages here that contain a text, in capital or small letters, in order. No archive at a server is
     * asked.
     *
     * @param text not blank
     * @param most as of {@link #latest}
     * @return as of {@link #latest}
     */
    CompletableFuture<List<Message>> search(String text, int most);

    /**
     * The messages before a position that contain a text.
     *
     * @param text as of {@link #search}
     * @param position as of {@link #before}
     * @param most as of {@link #latest}
     * @return as of {@link #latest}
     */
    CompletableFuture<List<Message>> searchBefore(String text, MessagePosition position, int most);
}
