package dev.duet.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A text message of a conversation.
 *
 * @param id unlike among the messages of an account; the stanza id where the protocol has one
 * @param incoming true when somebody else sent it
 * @param from who sent it; in a room the occupant, whose nickname is the resource
 * @param to whom it was sent to
 * @param body the text, as it is now; empty when it was taken back
 * @param at when it was sent, as far as known; messages are ordered by it
 * @param protocol how it went
 * @param delayed true for one that was stored on the way (XEP-0203)
 * @param delivery how far it came; always DELIVERED or READ for an incoming one
 * @param details what else is known of it
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
        Delivery delivery,
        MessageDetails details) {

    private static final String ACTION = "/me ";

    public Message {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(details, "details");
    }

    /** The same message, further on its way. */
    public Message withDelivery(Delivery newDelivery) {
        return new Message(id, incoming, from, to, body, at, protocol, delayed, newDelivery, details);
    }

    /** The same message under another id. */
    public Message withId(String newId, MessageDetails newDetails) {
        return new Message(newId, incoming, from, to, body, at, protocol, delayed, delivery, newDetails);
    }

    /** The same message, sent at another time. */
    public Message sentAt(Instant newAt) {
        return new Message(id, incoming, from, to, body, newAt, protocol, delayed, delivery, details);
    }

    /** The same message with other words and details. */
    public Message with(String newBody, MessageDetails newDetails) {
        return new Message(id, incoming, from, to, newBody, at, protocol, delayed, delivery, newDetails);
    }

    /** The same message with other details. */
    public Message withDetails(MessageDetails newDetails) {
        return with(body, newDetails);
    }

    /** The same message by another way, on which it has not come far yet. */
    public Message sentBy(Address newFrom, Route way) {
        return new Message(
                id,
                incoming,
                newFrom,
                way.target(),
                body,
                at,
                way.protocol(),
                delayed,
                Delivery.PENDING,
                details.sentAs(newFrom.bare().uri(), way.why()));
    }

    /** The way it went, and why that one; the target of one that came in is its sender. */
    public Route route() {
        String known = details.why();
        return new Route(
                incoming ? from : to, protocol, known.isEmpty() && incoming ? "The sender chose this way" : known);
    }

    /** Where it stands in its conversation. */
    public MessagePosition position() {
        return MessagePosition.of(this);
    }

    /** With whom it was exchanged: the other side's bare address. */
    public Address peer() {
        return (incoming ? from : to).bare();
    }

    /**
     * The id by which replies, reactions and retractions refer to it: its sender's, or in a room the room's (XEP-0359),
     * else its own.
     */
    public String reference() {
        return details.originId().isEmpty() ? id : details.originId();
    }

    /** True when it was corrected (XEP-0308). */
    public boolean isEdited() {
        return details.edited() != null;
    }

    /** True when it was taken back (XEP-0424). */
    public boolean isRetracted() {
        return details.retracted() != null;
    }

    /** What the marks in the text mean (XEP-0393); nothing where its sender says so. */
    public StyledText styled() {
        return details.unstyled() ? StyledText.unstyled(body) : StyledText.of(body);
    }

    /** What the sender does, to be shown after the sender's name, when the text begins with {@code /me } (XEP-0245). */
    public Optional<String> action() {
        return body.startsWith(ACTION) ? Optional.of(body.substring(ACTION.length())) : Optional.empty();
    }
}
