package dev.duet.internal.conversation;

import dev.duet.internal.loop.Promise;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a conversation is on its way out: messages whose sender waits, and changes of messages. */
@OnLoop
final class Sending {

    private static final int MOST_CHANGES = 1000;

    private final Map<String, Sent> messages = new HashMap<>();
    private final Map<String, Waiting> changes = new HashMap<>();
    private final Map<String, String> changed = Newest.map(MOST_CHANGES);

    /** A message as it was last, whose sender waits. */
    private record Sent(Message message, Promise<Message> promise) {}

    /** Who waits for a change to leave. */
    interface Waiting {

        void left();

        void failed(Failure failure);

        /** The id of the outgoing message that is changed, whose delivery the change's delivery tells; or empty. */
        default String target() {
            return "";
        }
    }

    void message(Message message, Promise<Message> promise) {
        messages.put(message.id(), new Sent(message, promise));
    }

    /** It goes another way. */
    void again(Message message) {
        messages.computeIfPresent(message.id(), (id, sent) -> new Sent(message, sent.promise));
    }

    /** The message of that id whose sender waits: it may be in memory no more. */
    Optional<Message> waiting(String id) {
        return Optional.ofNullable(messages.get(id)).map(Sent::message);
    }

    void change(String id, Waiting waiting) {
        changes.put(id, waiting);
    }

    boolean isChange(String id) {
        return changes.containsKey(id) || changed.containsKey(id);
    }

    /** A message came further, or failed. */
    void messageMoved(Message after) {
        Sent sent = messages.remove(after.id());
        Failure failure = after.delivery().failure();
        if (sent != null && failure != null) {
            sent.promise.fail(failure);
        } else if (sent != null) {
            sent.promise.complete(after);
        }
    }

    /** A change came further, or failed; returns the id of the message that it changes, or empty. */
    String changeMoved(String id, Delivery delivery) {
        Waiting waiting = changes.remove(id);
        if (waiting != null && delivery.failure() != null) {
            waiting.failed(delivery.failure());
        } else if (waiting != null) {
            changed.put(id, waiting.target());
            waiting.left();
        }
        return changed.getOrDefault(id, "");
    }

    /** Takes in all that another conversation has on its way. */
    void absorb(Sending other) {
        messages.putAll(other.messages);
        changes.putAll(other.changes);
        changed.putAll(other.changed);
        other.messages.clear();
        other.changes.clear();
        other.changed.clear();
    }

    void abandon(Failure failure) {
        messages.values().forEach(sent -> sent.promise.fail(failure));
        messages.clear();
        List<Waiting> waiting = new ArrayList<>(changes.values());
        changes.clear();
        waiting.forEach(each -> each.failed(failure));
    }
}
