package dev.duet.internal.conversation;

import dev.duet.model.Message;
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

    synchronized List<Message> all() {
        return List.copyOf(messages.values());
    }
}
