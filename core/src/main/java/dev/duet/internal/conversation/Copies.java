package dev.duet.internal.conversation;

import dev.duet.model.Message;
import dev.duet.model.MessageDetails;
import dev.duet.model.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When two messages are copies of one, and what the one is. The result is the same whichever came first. Pure. */
final class Copies {

    private static final Duration ID_IN_USE = Duration.ofHours(1);
    private static final Comparator<Message> NEARER =
            Comparator.comparing(Message::delayed).thenComparing(Message::at).thenComparing(Message::position);

    private Copies() {}

    /**
     * True when two messages of one direction are the same one. An archive's id says so for sure; else the sender's id
     * does, unless it was used for another text, or long ago: ids need to be unlike within one stream alone
     * (RFC 6120 8.1.3).
     */
    static boolean same(Message one, Message other) {
        if (one.incoming() != other.incoming()) {
            return false;
        }
        String archived = one.details().archiveId();
        if (!archived.isEmpty() && !other.details().archiveId().isEmpty()) {
            return archived.equals(other.details().archiveId()) && one.protocol() == other.protocol();
        }
        if (!one.id().equals(other.id())) {
            return false;
        }
        boolean oneSender = one.details().sender().equals(other.details().sender());
        if (isKnownByChangeAlone(one) || isKnownByChangeAlone(other)) {
            return oneSender;
        }
        if (!oneSender && one.peer().equals(other.peer())) {
            return false; // two occupants of one room
        }
        boolean bothLive = !one.delayed() && !other.delayed();
        if (bothLive && Duration.between(one.at(), other.at()).abs().compareTo(ID_IN_USE) > 0) {
            return false;
        }
        return isChanged(one) || isChanged(other) || one.body().equals(other.body());
    }

    private static boolean isChanged(Message message) {
        return message.isEdited() || message.isRetracted();
    }

    /** True for a message of which only a correction came yet: it stands where the newest of these does. */
    static boolean isKnownByChangeAlone(Message message) {
        return message.at().equals(message.details().edited());
    }

    /** The one message of which two copies are known. */
    static Message merged(Message one, Message other) {
        Message place = place(one, other);
        Message text = text(one, other);
        MessageDetails said = text.details();
        MessageDetails details = new MessageDetails(
                place.details().sender(),
                either(one.details().originId(), other.details().originId()),
                either(one.details().archiveId(), other.details().archiveId()),
                said.reply(),
                said.attachments(),
                said.retracted() == null || isKnownByChangeAlone(place) ? said.edited() : null,
                said.retracted(),
                said.retracted() == null ? reactions(one, other) : List.of(),
                said.unstyled(),
                place.details().why());
        return new Message(
                place.id(),
                place.incoming(),
                place.from(),
                place.to(),
                text.body(),
                place.at(),
                place.protocol(),
                place.delayed(),
                one.delivery().then(other.delivery()),
                details);
    }

    /** The copy that tells when and how it went: rather the one that came live. */
    private static Message place(Message one, Message other) {
        if (isKnownByChangeAlone(one) != isKnownByChangeAlone(other)) {
            return isKnownByChangeAlone(one) ? other : one;
        }
        return NEARER.compare(one, other) <= 0 ? one : other;
    }

    /** The copy whose words count: what was taken back stays so, and a later correction goes before an earlier. */
    private static Message text(Message one, Message other) {
        if (one.isRetracted() || other.isRetracted()) {
            int first = later(other.details().retracted(), one.details().retracted());
            return one.isRetracted() && (!other.isRetracted() || first >= 0) ? one : other;
        }
        int later = later(one.details().edited(), other.details().edited());
        return later == 0 ? place(one, other) : later > 0 ? one : other;
    }

    private static int later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? -1 : 1;
        }
        return one.compareTo(other);
    }

    private static String either(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static List<Reaction> reactions(Message one, Message other) {
        Map<String, Reaction> newest = new TreeMap<>();
        Stream.concat(one.details().reactions().stream(), other.details().reactions().stream())
                .forEach(reaction ->
                        newest.merge(reaction.sender(), reaction, (a, b) -> a.at().isBefore(b.at()) ? b : a));
        return Changes.inOrder(newest.values());
    }
}
