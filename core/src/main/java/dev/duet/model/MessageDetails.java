package dev.duet.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message beside its text.
 *
 * @param sender what stays the same of its sender, to tell whether two messages are of the same: a bare address, or in
 *     a room the occupant's id (XEP-0421), where the room has such ids, else the occupant's full address
 * @param originId the id by which others refer to it: its sender's (XEP-0359), in a room that of the room; empty when
 *     that is the message's id
 * @param archiveId the id that the archive, or the room, gave it (XEP-0359); empty when unknown
 * @param reply what it answers; null for nothing
 * @param attachments its files
 * @param edited when it was last corrected; null for never
 * @param retracted when it was taken back; null when it was not
 * @param reactions how others, and the user, reacted; in the order in which they did
 * @param unstyled true when marks in its text mean nothing (XEP-0393 6)
 * @param why why it went the way it did, as a sentence for people; empty when unknown
 */
public record MessageDetails(
        String sender,
        String originId,
        String archiveId,
        @Nullable Reply reply,
        List<Attachment> attachments,
        @Nullable Instant edited,
        @Nullable Instant retracted,
        List<Reaction> reactions,
        boolean unstyled,
        String why) {

    public MessageDetails {
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(originId, "originId");
        Objects.requireNonNull(archiveId, "archiveId");
        attachments = List.copyOf(attachments);
        reactions = List.copyOf(reactions);
    }

    /** Nothing more than the sender and what came with the text. */
    public static MessageDetails of(String sender, MessageContent.Text text) {
        return new MessageDetails(
                sender, "", "", text.reply(), text.attachments(), null, null, List.of(), text.unstyled(), "");
    }

    /** The same with other ids. */
    public MessageDetails withIds(String newOriginId, String newArchiveId) {
        return new MessageDetails(
                sender, newOriginId, newArchiveId, reply, attachments, edited, retracted, reactions, unstyled, why);
    }

    /** The same after a correction. */
    public MessageDetails corrected(MessageContent.Text text, Instant at) {
        return new MessageDetails(
                sender,
                originId,
                archiveId,
                text.reply(),
                text.attachments(),
                at,
                retracted,
                reactions,
                text.unstyled(),
                why);
    }

    /** The same, corrected at another time. */
    public MessageDetails edited(Instant at) {
        return new MessageDetails(
                sender, originId, archiveId, reply, attachments, at, retracted, reactions, unstyled, why);
    }

    /** The same after it was taken back: what it said is gone. */
    public MessageDetails retracted(Instant at) {
        return new MessageDetails(sender, originId, archiveId, null, List.of(), null, at, List.of(), false, why);
    }

    /** The same with other reactions. */
    public MessageDetails withReactions(List<Reaction> newReactions) {
        return new MessageDetails(
                sender, originId, archiveId, reply, attachments, edited, retracted, newReactions, unstyled, why);
    }

    /** The same, sent as somebody else for another reason: by another of the user's addresses. */
    public MessageDetails sentAs(String newSender, String newWhy) {
        return new MessageDetails(
                newSender, originId, archiveId, reply, attachments, edited, retracted, reactions, unstyled, newWhy);
    }
}
