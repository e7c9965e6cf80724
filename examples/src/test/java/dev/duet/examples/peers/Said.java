package dev.duet.examples.peers;

import dev.duet.api.Conversation;
import dev.duet.model.Message;
import java.util.Optional;

/** What is said in a conversation. */
final class Said {

    private Said() {}

    /** The first message of those words. */
    static Optional<Message> find(Conversation conversation, String body) {
        return conversation.history().stream()
                .filter(message -> message.body().equals(body))
                .findFirst();
    }

    /** A message as it is now. */
    static Message now(Conversation conversation, Message message) {
        return conversation.history().stream()
                .filter(other -> other.id().equals(message.id()))
                .findFirst()
                .orElseThrow();
    }
}
