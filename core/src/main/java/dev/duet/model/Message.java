package dev.duet.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A text message of a conversation.
 *
 * @param id unlike among the messages of an account; the stanza id where the protocol has one
 * @param incoming true when somebody else sent it
 * @param from who sent it
 * @param to whom it was sent to
 * @param body the text
 * @param at when it was sent, as far as known
 * @param protocol how it went
 * @param delayed true for one that was stored on the way (XEP-0203)
 * @param delivery how far it came; always DELIVERED or READ for an incoming one
 */
public record Message(
        String id,
        boolean incoming,
        Address from,
        Address to,
        String body,
        Instant at,
        Protocol protocol,
        boolean delayed,
        Delivery delivery) {

    public Message {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(delivery, "delivery");
    }

    /** The same message, further on its way. */
    public Message withDelivery(Delivery newDelivery) {
        return new Message(id, incoming, from, to, body, at, protocol, delayed, newDelivery);
    }
}
