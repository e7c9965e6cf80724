package dev.duet.internal.conversation;

import dev.duet.internal.conversation.Changes.Author;
import dev.duet.internal.conversation.Changes.Made;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.model.Reaction;
import dev.duet.spi.Newest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of a conversation, in one order: by time, whatever way they went and in whatever order they came.
 * Each is there once, as it is after all that was said about it, before or after it came. Safe from any thread.
 */
final class Timeline {

    static final int MOST = 1000;
    private static final int MOST_EARLY = 50;

    private final NavigableMap<Place, Message> messages = new TreeMap<>();
    private final Map<Key, Place> places = new HashMap<>();
    private final Map<Archived, Place> archived = new HashMap<>();
    private final Map<String, List<Early>> early = Newest.map(MOST);
    private final Map<Reactor, Instant> takenBack = Newest.map(MOST);

    record Key(boolean incoming, String id) {
        static Key of(Message message) {
            return new Key(message.incoming(), message.id());
        }

        /** Looked up with each step of each message: without what records do by themselves. */
        @Override
        public int hashCode() {
            return incoming ? id.hashCode() : ~id.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && incoming == key.incoming && id.equals(key.id);
        }
    }

    /** The same order as {@link MessagePosition} has, whose digest costs more than most messages are worth. */
    private record Place(Instant at, Key key) implements Comparable<Place> {

        static Place of(Message message) {
            return new Place(message.at(), Key.of(message));
        }

        @Override
        public int compareTo(Place other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 || key.equals(other.key) ? byTime : digest().compareTo(other.digest());
        }

        private String digest() {
            return MessagePosition.keyOf(key.incoming, key.id);
        }
    }

    /** What an archive calls a message, see {@link Copies#same}. */
    private record Archived(boolean incoming, Protocol protocol, String id) {
        static @Nullable Archived of(Message message) {
            String id = message.details().archiveId();
            return id.isEmpty() ? null : new Archived(message.incoming(), message.protocol(), id);
        }
    }

    /** Who reacted to a message. */
    private record Reactor(Key message, String sender) {}

    /** A change that came before what it changes. */
    private record Early(MessageContent content, Author author) {}

    /**
     * What became of a message that was added.
     *
     * @param before the copy that was known; null for none
     * @param after the message now
     */
    record Added(@Nullable Message before, Message after) {}

    /** Adds a message, or what a copy of a known one tells beyond it. */
    synchronized Added add(Message message) {
        Message known = copyOf(message);
        if (known != null) {
            Message merged = Copies.merged(known, message);
            merged = merged.withId(known.id(), merged.details());
            remove(known);
            return new Added(known, put(changed(merged)));
        }
        return new Added(null, put(changed(unlikeOthers(message))));
    }

    /** The copy of the message that is here. */
    synchronized Optional<Message> copy(Message message) {
        return Optional.ofNullable(copyOf(message));
    }

    /** The message at a position. */
    synchronized Optional<Message> at(MessagePosition position) {
        return messages.values().stream()
                .filter(message ->
                        message.at().equals(position.at()) && message.position().equals(position))
                .findFirst();
    }

    /** True when the message, or a copy of it, is here. */
    synchronized boolean has(Message message) {
        return copyOf(message) != null;
    }

    private @Nullable Message copyOf(Message message) {
        Message byId = at(new Key(message.incoming(), message.id()));
        if (byId != null && Copies.same(byId, message)) {
            return byId;
        }
        Archived archivedAs = Archived.of(message);
        Place place = archivedAs == null ? null : archived.get(archivedAs);
        return place == null ? null : messages.get(place);
    }

    /** Gives a message whose id is another's one of its own. */
    private Message unlikeOthers(Message message) {
        if (!places.containsKey(Key.of(message))) {
            return message;
        }
        String own = message.id() + "#" + message.at().getEpochSecond() + "."
                + message.at().getNano() / 1000;
        return message.withId(
                own,
                message.details().withIds(message.reference(), message.details().archiveId()));
    }

    /** The message after the changes that came before it did. */
    private Message changed(Message message) {
        if (early.isEmpty()) {
            return message;
        }
        List<Early> changes = Stream.of(
                        message.id(),
                        message.details().originId(),
                        message.details().archiveId())
                .distinct()
                .map(early::remove)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .sorted(Comparator.comparing(change -> change.author.at()))
                .toList();
        Message now = message;
        for (Early change : changes) {
            if (!isOlder(message, change.content, change.author)) {
                now = Changes.make(now, change.content, change.author)
                        .map(Made::after)
                        .orElse(now);
            }
        }
        return now;
    }

    private Message put(Message message) {
        Message now = withoutTakenBack(message);
        Place place = Place.of(now);
        messages.put(place, now);
        places.put(place.key, place);
        Archived archivedAs = Archived.of(now);
        if (archivedAs != null) {
            archived.put(archivedAs, place);
        }
        if (messages.size() > MOST) {
            remove(messages.firstEntry().getValue());
        }
        return now;
    }

    private Message withoutTakenBack(Message message) {
        if (takenBack.isEmpty() || message.details().reactions().isEmpty()) {
            return message;
        }
        List<Reaction> left = message.details().reactions().stream()
                .filter(reaction -> !takenBack
                        .getOrDefault(new Reactor(Key.of(message), reaction.sender()), Instant.MIN)
                        .isAfter(reaction.at()))
                .toList();
        return left.size() == message.details().reactions().size()
                ? message
                : message.withDetails(message.details().withReactions(left));
    }

    private void remove(Message message) {
        Place place = Place.of(message);
        messages.remove(place);
        places.remove(place.key);
        Archived archivedAs = Archived.of(message);
        if (archivedAs != null) {
            archived.remove(archivedAs, place);
        }
    }

    private @Nullable Message at(Key key) {
        Place place = places.get(key);
        return place == null ? null : messages.get(place);
    }

    /** Puts a newer state of a message in its place. */
    synchronized void update(Message before, Message after) {
        Message known = at(Key.of(before));
        if (known != null && isInPlaceOf(known, after)) {
            messages.put(places.get(Key.of(known)), withoutTakenBack(after));
        } else if (known != null) {
            remove(known);
            put(after);
        }
    }

    /** As most are that only came further. */
    private static boolean isInPlaceOf(Message known, Message after) {
        return known.at().equals(after.at())
                && known.id().equals(after.id())
                && known.incoming() == after.incoming()
                && known.protocol() == after.protocol()
                && known.details().archiveId().equals(after.details().archiveId());
    }

    /** Keeps a change of a message that is not here: the message is changed when it comes. */
    synchronized void early(MessageContent content, Author author) {
        List<Early> waiting = early.computeIfAbsent(Changes.target(content), id -> new ArrayList<>());
        if (waiting.size() == MOST_EARLY) {
            waiting.remove(0);
        }
        waiting.add(new Early(content, author));
    }

    /** Changes a message, as it is now. */
    synchronized Optional<Made> change(Message message, MessageContent content, Author author) {
        if (isOlder(message, content, author)) {
            return Optional.empty();
        }
        Optional<Made> made = Changes.make(now(message).orElse(message), content, author);
        made.ifPresent(change -> update(change.before(), change.after()));
        return made;
    }

    /** Remembers who reacts no more, so that an older reaction that comes late is not taken for a new one. */
    private boolean isOlder(Message message, MessageContent content, Author author) {
        if (!(content instanceof Reactions reactions)) {
            return false;
        }
        Reactor who = new Reactor(Key.of(message), author.sender());
        Instant last = takenBack.get(who);
        if (last != null && !author.at().isAfter(last)) {
            return true;
        }
        if (reactions.emojis().isEmpty()) {
            takenBack.put(who, author.at());
        }
        return false;
    }

    synchronized Optional<Message> outgoing(String id) {
        return Optional.ofNullable(at(new Key(false, id)));
    }

    /** Takes in everything of another conversation. */
    void merge(Timeline other) {
        Map<String, List<Early>> early;
        Map<Reactor, Instant> gone;
        synchronized (other) {
            early = Map.copyOf(other.early);
            gone = Map.copyOf(other.takenBack);
        }
        merge(other.all(), early, gone);
    }

    private synchronized void merge(
            List<Message> theirs, Map<String, List<Early>> theirEarly, Map<Reactor, Instant> gone) {
        gone.forEach((who, at) -> takenBack.merge(who, at, (one, two) -> one.isAfter(two) ? one : two));
        all().forEach(this::put);
        addAll(theirs);
        theirEarly.forEach((target, changes) -> changes.forEach(change -> referred(target)
                .ifPresentOrElse(
                        known -> change(known, change.content, change.author),
                        () -> early(change.content, change.author))));
    }

    /** Adds messages as they were known before. */
    synchronized void addAll(Collection<Message> known) {
        known.forEach(this::add);
    }

    /** The message as it is now. */
    synchronized Optional<Message> now(Message message) {
        return Optional.ofNullable(at(Key.of(message)));
    }

    /** The newest message that somebody may mean by that id: its own, its sender's for it, or the archive's. */
    synchronized Optional<Message> referred(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return messages.descendingMap().values().stream()
                .filter(message -> message.id().equals(id)
                        || message.details().originId().equals(id)
                        || message.details().archiveId().equals(id))
                .findFirst();
    }

    /** The messages up to that one, and with it; none when it is not there. */
    synchronized List<Message> upTo(Message last) {
        Place end = places.get(Key.of(last));
        return end == null ? List.of() : List.copyOf(messages.headMap(end, true).values());
    }

    synchronized Optional<Message> last() {
        return Optional.ofNullable(messages.lastEntry()).map(Map.Entry::getValue);
    }

    synchronized Optional<MessagePosition> first() {
        return Optional.ofNullable(messages.firstEntry())
                .map(first -> first.getValue().position());
    }

    synchronized List<Message> all() {
        return List.copyOf(messages.values());
    }
}
