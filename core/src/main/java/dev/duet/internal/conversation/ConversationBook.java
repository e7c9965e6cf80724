package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.internal.store.StoreQueue;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.MessageStore;
import dev.duet.spi.OnLoop;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The conversations of an account, one for each contact. */
public final class ConversationBook {

    private final ConversationHost host;
    private final Stamps stamps = new Stamps();
    private final MessageArchive archive;
    private final Map<String, ConversationControl> byContact = new ConcurrentHashMap<>();

    /**
     * No conversations yet.
     *
     * @param store where messages are kept; null for nowhere
     * @param retention how long
     */
    public ConversationBook(
            ConversationHost host, @Nullable StoreQueue<MessageStore> store, MessageStore.Retention retention) {
        this.host = host;
        this.archive = new MessageArchive(store, retention, host.loop());
    }

    /** Finds what is kept, before anything else happens. */
    @OnLoop
    public void open() {
        archive.open(kept -> kept.forEach(
                summary -> control(host.somebody(summary.last().peer())).expect(summary)));
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
        return byContact.computeIfAbsent(contact.id(), id -> new ConversationControl(contact, host, stamps, archive));
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
        host.loop().execute(control(into)::fetchAgain); // when the contact has its new addresses
    }

    /** A message came further. */
    @OnLoop
    public void delivery(String messageId, Delivery delivery) {
        for (ConversationControl conversation : byContact.values()) {
            if (conversation.delivery(messageId, delivery)) {
                return;
            }
        }
        archive.referred(messageId, found -> found.stream()
                .filter(message -> !message.incoming() && message.id().equals(messageId))
                .forEach(message -> control(host.somebody(message.peer())).movedLate(message, delivery)));
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
        archive.close();
        byContact.values().forEach(conversation -> conversation.abandon(failure));
    }
}
