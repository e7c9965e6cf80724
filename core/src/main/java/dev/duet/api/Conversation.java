package dev.duet.api;

import dev.duet.model.Attachment;
import dev.duet.model.ChatState;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessagePosition;
import dev.duet.model.OutgoingFile;
import java.nio.file.Path;
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
     * Puts a file to the user's XMPP server (XEP-0363), and sends a message that tells of it (XEP-0447, XEP-0066); by
     * SIP the message is the file's URL. While XMPP is not online it waits. What breaks off is tried again, six times
     * in all, with growing pauses, and there is one message in the end.
     *
     * @return its result is as of {@link #send(String)}; it fails as UNSUPPORTED without an XMPP half, and at a server
     *     that takes no files, as REFUSED for a file that is too large for the server, as NOT_FOUND for one that cannot
     *     be read
     */
    FileTransfer<Message> sendFile(OutgoingFile file);

    /**
     * Fetches a file of a message. It comes over https alone, unless the XMPP half trusts anybody or is not encrypted,
     * and TLS trusts whom that half trusts. What is larger than was announced, or has another hash, is no file: nothing
     * is left of it.
     *
     * @param attachment of any message
     * @param target where to put it: a file that does not exist, in a folder that does.
     *     {@link Attachment#fileName()} is a name for it
     * @param most the most bytes, from 1
     * @return its result is the target; it fails as REFUSED for a URL that is not allowed, for a file that is too large
     *     or not what was announced, and when there is something at the target, as NOT_FOUND when there is no such file
     */
    FileTransfer<Path> download(Attachment attachment, Path target, long most);

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
