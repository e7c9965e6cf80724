package dev.duet.internal.conversation;

import dev.duet.api.event.MessageChanged.Change;
import dev.duet.model.Address;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Moderation;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.Reaction;
import dev.duet.model.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What corrections, retractions and reactions make of a message, and who may send them. The newest counts, in whatever
 * order they come. Pure.
 */
final class Changes {

    private static final int QUOTE = 280;
    private static final Comparator<Reaction> FIRST_COMES_FIRST =
            Comparator.comparing(Reaction::at).thenComparing(Reaction::sender);

    private Changes() {}

    /** A change of a message, as it came or went. */
    record Made(Change change, Message before, Message after) {}

    /** Who changes something, and when. */
    record Author(String sender, Address from, Instant at) {}

    /** The id of the message that is changed; empty for a text. */
    static String target(MessageContent content) {
        if (content instanceof Correction correction) {
            return correction.target();
        }
        if (content instanceof Retraction retraction) {
            return retraction.target();
        }
        if (content instanceof Moderation moderation) {
            return moderation.target();
        }
        return content instanceof Reactions reactions ? reactions.target() : "";
    }

    /** The change; empty when it is not the author's to make, came too late, or changes nothing. */
    static Optional<Made> make(Message message, MessageContent content, Author author) {
        boolean own = message.details().sender().equals(author.sender);
        if (content instanceof Retraction && own || content instanceof Moderation) {
            return retracted(message, author.at);
        }
        if (message.isRetracted()) {
            return Optional.empty();
        }
        if (content instanceof Correction correction && own) {
            return corrected(message, correction.text(), author.at);
        }
        return content instanceof Reactions reactions
                ? made(Change.REACTIONS, message, reacted(message, reactions, author))
                : Optional.empty();
    }

    private static Optional<Made> made(Change change, Message before, Message after) {
        return after.equals(before) ? Optional.empty() : Optional.of(new Made(change, before, after));
    }

    private static Optional<Made> retracted(Message message, Instant at) {
        Instant before = message.details().retracted();
        if (before != null && !at.isBefore(before)) {
            return Optional.empty();
        }
        MessageDetails details = message.details().retracted(at);
        boolean alone = Copies.isKnownByChangeAlone(message);
        return made(Change.RETRACTED, message, message.with("", alone ? details.edited(message.at()) : details));
    }

    private static Optional<Made> corrected(Message message, Text text, Instant at) {
        boolean alone = Copies.isKnownByChangeAlone(message);
        Instant when = alone || at.isAfter(message.at()) ? at : Stamps.next(message.at()); // clocks differ
        Instant before = message.details().edited();
        if (before != null && !when.isAfter(before)) {
            return Optional.empty();
        }
        Message place = alone ? message.sentAt(when) : message;
        return made(
                Change.CORRECTED,
                message,
                place.with(text.body(), message.details().corrected(text, when)));
    }

    private static Message reacted(Message message, Reactions reactions, Author author) {
        List<Reaction> all = new ArrayList<>(message.details().reactions());
        boolean newer = all.stream()
                .filter(known -> known.sender().equals(author.sender))
                .anyMatch(known -> !author.at.isAfter(known.at()));
        if (newer) {
            return message;
        }
        all.removeIf(known -> known.sender().equals(author.sender));
        if (!reactions.emojis().isEmpty()) {
            all.add(new Reaction(author.sender, author.from, reactions.emojis(), author.at));
        }
        return message.withDetails(message.details().withReactions(inOrder(all)));
    }

    static List<Reaction> inOrder(Collection<Reaction> reactions) {
        return reactions.stream().sorted(FIRST_COMES_FIRST).toList();
    }

    /** What is quoted of a message that is answered. */
    static String quote(Message message) {
        String body = message.body().strip();
        if (body.length() <= QUOTE) {
            return body;
        }
        int end = Character.isHighSurrogate(body.charAt(QUOTE - 1)) ? QUOTE - 1 : QUOTE;
        return body.substring(0, end) + "…";
    }

    /** The text for a way that has words for nothing else: a quote of what is answered, and where files are. */
    static Text plain(Text text) {
        StringBuilder body = new StringBuilder();
        Reply reply = text.reply();
        if (reply != null && !reply.quote().isEmpty()) {
            reply.quote().lines().forEach(line -> body.append("> ").append(line).append('\n'));
        }
        body.append(text.body());
        text.attachments().stream()
                .map(attachment -> attachment.uri().toString())
                .filter(uri -> !text.body().contains(uri))
                .forEach(uri -> body.append('\n').append(uri));
        int room = Math.min(body.length(), MessageContent.MAX_BODY);
        return Text.of(body.substring(0, room));
    }
}
