package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.internal.store.StoreQueue;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.MessageStore;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The conversations of an account, one for each contact. */
public final class ConversationBook {

    private static final int MOST_LOOKED_AT = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ConversationHost host;
    private final Stamps stamps = new Stamps();
    private final MessageArchive archive;
    private final Map<String, ConversationControl> byContact = new ConcurrentHashMap<>();
    private final List<Runnable> whenOpen = new ArrayList<>(); // this and the next: on the loop
    private boolean opened;

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
        if (!archive.exists()) {
            opened = true;
            return;
        }
        archive.open(kept -> kept.forEach(
                summary -> control(host.somebody(summary.last().peer())).expect(summary)));
        archive.archived(MOST_LOOKED_AT, found -> {
            found.stream().filter(ConversationBook::isInOwnArchive).findFirst().ifPresent(last -> host.link(
                            Protocol.XMPP)
                    .ifPresent(link -> link.archivedUpTo(last.details().archiveId(), last.at())));
            opened();
        });
        host.loop().schedule(LIMIT, this::opened); // a store that hangs keeps nobody from signing in
    }

    /** What is said in rooms has ids of their archives; and what this side sent, those of either. */
    private static boolean isInOwnArchive(Message message) {
        return message.incoming()
                && message.protocol() == Protocol.XMPP
                && message.details().sender().equals(ConversationControl.sender(message.from()));
    }

    @OnLoop
    private void opened() {
        opened = true;
        List<Runnable> waiting = List.copyOf(whenOpen);
        whenOpen.clear();
        waiting.forEach(Runnable::run);
    }

    /** Does something when it is known up to where the account has what its archive at the server has. */
    @OnLoop
    public void whenOpen(Runnable task) {
        if (opened) {
            task.run();
        } else {
            whenOpen.add(task);
        }
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

    /** A half of the account went online, or is so no more. */
    @OnLoop
    public void linkMoved() {
        byContact.values().forEach(ConversationControl::linkMoved);
    }

    /** What is said there may be missed from now on. */
    @OnLoop
    public void interrupted(Contact contact) {
        ConversationControl known = byContact.get(contact.id());
        if (known != null) {
            known.readingBack().forget();
        }
    }

    /** A message came further. */
    @OnLoop
    public void delivery(Protocol by, String messageId, Delivery delivery) {
        for (ConversationControl conversation : byContact.values()) {
            if (conversation.delivery(by, messageId, delivery)) {
                return;
            }
        }
        archive.referred(messageId, found -> found.stream()
                .filter(message -> !message.incoming() && message.id().equals(messageId))
                .forEach(message -> control(host.somebody(message.peer())).movedLate(message, by, delivery)));
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
