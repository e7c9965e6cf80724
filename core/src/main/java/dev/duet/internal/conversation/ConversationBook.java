package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.OnLoop;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conversations of an account, one for each contact. */
public final class ConversationBook {

    private final ConversationHost host;
    private final Stamps stamps = new Stamps();
    private final Map<String, ConversationControl> byContact = new ConcurrentHashMap<>();

    /** No conversations yet. */
    public ConversationBook(ConversationHost host) {
        this.host = host;
    }

    /** The conversation with a contact. From any thread. */
    public Conversation with(Contact contact) {
        return control(contact);
    }

    /** Those in which something was said, the latest first. From any thread. */
    public List<Conversation> all() {
        return byContact.values().stream()
                .filter(conversation -> conversation.last().isPresent())
                .sorted(Comparator.comparing((ConversationControl conversation) ->
                                conversation.last().orElseThrow().position())
                        .reversed())
                .map(Conversation.class::cast)
                .toList();
    }

    private ConversationControl control(Contact contact) {
        return byContact.computeIfAbsent(contact.id(), id -> new ConversationControl(contact, host, stamps));
    }

    /** A message came, from the contact or from another device of the user to it. */
    @OnLoop
    public void received(Contact contact, IncomingMessage message, Protocol protocol) {
        control(contact).received(message, protocol);
    }

    /** Two contacts turned out to be one: so do their conversations. */
    @OnLoop
    public void merged(Contact gone, Contact into) {
        ConversationControl before = byContact.remove(gone.id());
        if (before == null) {
            return;
        }
        ConversationControl there = byContact.putIfAbsent(into.id(), before);
        if (there != null) {
            there.absorb(before);
        }
    }

    /** A message came further. */
    @OnLoop
    public void delivery(String messageId, Delivery delivery) {
        for (ConversationControl conversation : byContact.values()) {
            if (conversation.delivery(messageId, delivery)) {
                return;
            }
        }
    }

    /** The other side types, or stopped. */
    @OnLoop
    public void chatState(Contact contact, ChatState state) {
        control(contact).peerTypes(state);
    }

    /** Another device of the user showed messages. */
    @OnLoop
    public void readElsewhere(Contact contact, String messageId) {
        control(contact).readElsewhere(messageId);
    }

    /** The account closes. */
    @OnLoop
    public void abandon(Failure failure) {
        byContact.values().forEach(conversation -> conversation.abandon(failure));
    }
}
