package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.TypingChanged;
import dev.duet.internal.loop.Promise;
import dev.duet.internal.route.MessageRouting;
import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.OnLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A conversation. Changed on the loop alone; what others read are volatile snapshots. */
final class ConversationControl implements Conversation {

    private static final int MAX_BODY = 65_536;

    private final Contact contact;
    private final ConversationHost host;
    private final MessageLog log = new MessageLog();
    private final Map<String, Promise<Message>> sending = new HashMap<>(); // on the loop, as are the next two
    private @Nullable Address lastFrom;
    private ChatState own = ChatState.ACTIVE;
    private volatile int unread;
    private volatile ChatState peer = ChatState.ACTIVE;
    private volatile @Nullable ConversationControl mergedInto;

    ConversationControl(Contact contact, ConversationHost host) {
        this.contact = contact;
        this.host = host;
    }

    @Override
    public Contact contact() {
        return contact;
    }

    @Override
    public int unread() {
        return self().unread;
    }

    @Override
    public ChatState peerState() {
        return self().peer;
    }

    @Override
    public List<Message> history() {
        return self().log.all();
    }

    /** A handle of a conversation that became part of another passes everything on to that one. */
    private ConversationControl self() {
        ConversationControl other = mergedInto;
        return other == null ? this : other.self();
    }

    /** Takes in everything of another conversation, which turned out to be with the same contact. */
    @OnLoop
    void absorb(ConversationControl other) {
        log.merge(other.log);
        sending.putAll(other.sending);
        other.sending.clear();
        lastFrom = lastFrom == null ? other.lastFrom : lastFrom;
        unread += other.unread;
        other.mergedInto = this;
    }

    @Override
    public CompletableFuture<Message> send(String body) {
        Objects.requireNonNull(body, "body");
        if (body.isEmpty() || body.length() > MAX_BODY) {
            throw new IllegalArgumentException("A message has 1 to " + MAX_BODY + " characters");
        }
        Promise<Message> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> self().sendNow(body, promise));
        return promise.future();
    }

    @OnLoop
    private void sendNow(String body, Promise<Message> promise) {
        Optional<Route> route = route();
        if (route.isEmpty()) {
            promise.fail(noWay());
            return;
        }
        Route way = route.get();
        Message message = new Message(
                host.newMessageId(),
                false,
                host.self(way.protocol()),
                way.target(),
                body,
                host.loop().now(),
                way.protocol(),
                false,
                Delivery.PENDING);
        log.put(message);
        sending.put(message.id(), promise);
        own = ChatState.ACTIVE;
        host.link(way.protocol()).ifPresent(link -> link.send(message.id(), way.target(), body));
    }

    @Override
    public void typing(ChatState state) {
        host.loop().execute(() -> self().types(state));
    }

    @OnLoop
    private void types(ChatState state) {
        if (own == state) {
            return;
        }
        own = state;
        route().ifPresent(way -> host.link(way.protocol()).ifPresent(link -> link.chatState(way.target(), state)));
    }

    @Override
    public void markRead() {
        host.loop().execute(() -> self().readAll());
    }

    @OnLoop
    private void readAll() {
        List<Message> fresh = log.all().stream()
                .filter(message -> message.incoming() && message.delivery().stage() != Delivery.Stage.READ)
                .toList();
        unread = 0;
        if (fresh.isEmpty()) {
            return;
        }
        fresh.forEach(message -> log.put(message.withDelivery(Delivery.READ)));
        Message last = fresh.get(fresh.size() - 1);
        host.link(last.protocol()).ifPresent(link -> link.displayed(last.from(), last.id()));
    }

    // --- what the halves tell

    @OnLoop
    void received(IncomingMessage incoming, Protocol protocol) {
        Message message = new Message(
                incoming.id(),
                !incoming.own(),
                incoming.from(),
                incoming.to(),
                incoming.body(),
                incoming.at() == null ? host.loop().now() : incoming.at(),
                protocol,
                incoming.at() != null,
                incoming.own() ? Delivery.SENT : Delivery.DELIVERED);
        log.put(message);
        if (!incoming.own()) {
            lastFrom = incoming.from();
            unread++;
            peerTypes(ChatState.ACTIVE);
        }
        host.emit(new MessageReceived(this, message));
    }

    /** True when the message is one of this conversation's. */
    @OnLoop
    boolean delivery(String messageId, Delivery delivery) {
        Optional<Message> known = log.outgoing(messageId);
        if (known.isEmpty()) {
            return false;
        }
        Message before = known.get();
        Message after = before.withDelivery(before.delivery().then(delivery));
        if (after.equals(before)) {
            return true;
        }
        log.put(after);
        Promise<Message> promise = sending.remove(messageId);
        if (promise != null && after.delivery().failure() != null) {
            promise.fail(after.delivery().failure());
        } else if (promise != null) {
            promise.complete(after);
        }
        host.emit(new MessageDelivery(this, after));
        return true;
    }

    @OnLoop
    void peerTypes(ChatState state) {
        if (peer != state) {
            peer = state;
            host.emit(new TypingChanged(this, state));
        }
    }

    /** The account closes: nothing more will be told. */
    @OnLoop
    void abandon(Failure failure) {
        sending.values().forEach(promise -> promise.fail(failure));
        sending.clear();
    }

    private Optional<Route> route() {
        return MessageRouting.route(List.copyOf(contact.addresses()), host.phases(), lastFrom);
    }

    private Failure noWay() {
        return Failure.of(
                Failure.Kind.NETWORK,
                Failure.Origin.LOCAL,
                Failure.Retry.LATER,
                "No half that reaches " + contact.name() + " is online");
    }
}
