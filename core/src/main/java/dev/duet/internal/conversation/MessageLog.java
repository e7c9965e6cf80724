package dev.duet.internal.conversation;

import dev.duet.model.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The newest messages of a conversation, in the order in which they came. Safe from any thread. */
final class MessageLog {

    private static final int MAX = 1000;

    private final Map<Key, Message> messages = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Message> eldest) {
            return size() > MAX;
        }
    };

    private record Key(boolean incoming, String id) {}

    /** Adds a message, or puts a newer state of it in its place. */
    synchronized void put(Message message) {
        messages.put(new Key(message.incoming(), message.id()), message);
    }

    synchronized Optional<Message> outgoing(String id) {
        return Optional.ofNullable(messages.get(new Key(false, id)));
    }

    /** Takes in the messages of another log, by their times. */
    void merge(MessageLog other) {
        List<Message> theirs = other.all();
        synchronized (this) {
            List<Message> all = Stream.concat(messages.values().stream(), theirs.stream())
                    .sorted(Comparator.comparing(Message::at))
                    .toList();
            messages.clear();
            all.forEach(this::put);
        }
    }

    /** The message as it is now. */
    synchronized Optional<Message> now(Message message) {
        return Optional.ofNullable(messages.get(new Key(message.incoming(), message.id())));
    }

    /** The newest message that somebody may mean by that id: its own, its sender's for it, or the archive's. */
    synchronized Optional<Message> referred(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Message found = null;
        for (Message message : messages.values()) {
            if (message.id().equals(id)
                    || message.details().originId().equals(id)
                    || message.details().archiveId().equals(id)) {
                found = message;
            }
        }
        return Optional.ofNullable(found);
    }

    /** The messages up to that one, and with it; none when it is not there. */
    synchronized List<Message> upTo(Message last) {
        Key end = new Key(last.incoming(), last.id());
        List<Message> before = new ArrayList<>();
        for (Map.Entry<Key, Message> entry : messages.entrySet()) {
            before.add(entry.getValue());
            if (entry.getKey().equals(end)) {
                return before;
            }
        }
        return List.of();
    }

    synchronized List<Message> all() {
        return List.copyOf(messages.values());
    }
}
