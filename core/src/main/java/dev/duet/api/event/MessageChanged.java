package dev.duet.api.event;

import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.model.Message;

/**
 * A message was corrected, taken back, sent another way, or somebody reacted to it; its delivery is told by
 * {@link MessageDelivery}.
 *
 * @param conversation where it belongs
 * @param change what happened
 * @param before the message as it was
 * @param after the message as it is now
 */
public record MessageChanged(Conversation conversation, Change change, Message before, Message after)
        implements DuetEvent {

    /** What happens to messages. */
    public enum Change {
        /** Its text is another one (XEP-0308). */
        CORRECTED,
        /** It was taken back (XEP-0424). */
        RETRACTED,
        /** Somebody reacted, or took that back (XEP-0444). */
        REACTIONS,
        /** It goes another way, since the one before led nowhere ({@link Message#route()}). */
        REROUTED
    }
}
