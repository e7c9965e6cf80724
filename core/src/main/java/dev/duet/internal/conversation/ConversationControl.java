package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.api.event.AttentionRequested;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.ReadElsewhere;
import dev.duet.api.event.TypingChanged;
import dev.duet.internal.conversation.Changes.Author;
import dev.duet.internal.loop.Promise;
import dev.duet.internal.route.MessageRouting;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessageDetails;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.model.Reply;
import dev.duet.model.Route;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.MessageStore.Summary;
import dev.duet.spi.OnLoop;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A conversation. Changed on the loop alone; what others read are volatile snapshots. */
final class ConversationControl implements Conversation {

    private static final int MOST_OF_A_PAGE = 1000;

    private final Contact contact;
    private final ConversationHost host;
    private final Stamps stamps; // on the loop
    private final History history;
    private final Sending sending = new Sending(); // on the loop, as are the next three
    private @Nullable Address lastFrom;
    private ChatState own = ChatState.ACTIVE;
    private String readTo = "";
    private volatile ChatState peer = ChatState.ACTIVE;
    private volatile @Nullable ConversationControl mergedInto;

    ConversationControl(Contact contact, ConversationHost host, Stamps stamps, MessageArchive archive) {
        this.contact = contact;
        this.host = host;
        this.stamps = stamps;
        this.history = new History(contact, archive);
    }

    @Override
    public Contact contact() {
        return contact;
    }

    @Override
    public int unread() {
        return self().history.unread();
    }

    @Override
    public Optional<MessagePosition> readPosition() {
        return self().history.readPosition();
    }

    @Override
    public ChatState peerState() {
        return self().peer;
    }

    @Override
    public List<Message> history() {
        return self().history.all();
    }

    @Override
    public CompletableFuture<List<Message>> latest(int most) {
        return page("", null, most);
    }

    @Override
    public CompletableFuture<List<Message>> before(MessagePosition position, int most) {
        return page("", Objects.requireNonNull(position, "position"), most);
    }

    @Override
    public CompletableFuture<List<Message>> search(String text, int most) {
        return page(requireText(text), null, most);
    }

    @Override
    public CompletableFuture<List<Message>> searchBefore(String text, MessagePosition position, int most) {
        return page(requireText(text), Objects.requireNonNull(position, "position"), most);
    }

    private static String requireText(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("What is looked for has letters");
        }
        return text;
    }

    private CompletableFuture<List<Message>> page(String text, @Nullable MessagePosition before, int most) {
        if (most < 1 || most > MOST_OF_A_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MOST_OF_A_PAGE + " messages, unlike " + most);
        }
        Promise<List<Message>> promise = new Promise<>(host.callbacks());
        then(now -> now.history.page(text, before, most, page -> {
            if (page == null) {
                promise.fail(Failure.of(
                        Failure.Kind.INTERNAL,
                        Failure.Origin.LOCAL,
                        Failure.Retry.LATER,
                        "The store of messages fails"));
            } else {
                promise.complete(page);
            }
        }));
        return promise.future();
    }

    Optional<Message> last() {
        return history.last();
    }

    /** There is something in the archive. */
    @OnLoop
    void expect(Summary summary) {
        history.expect(summary);
    }

    /** The contact has other addresses: there may be more in the archive. */
    @OnLoop
    void fetchAgain() {
        history.fetchAgain();
    }

    /** Does something on the loop, after what happened before. */
    private void then(Consumer<ConversationControl> task) {
        host.loop().execute(() -> thenOnLoop(task));
    }

    @OnLoop
    private void thenOnLoop(Consumer<ConversationControl> task) {
        ConversationControl now = self();
        now.history.then(() -> task.accept(now.self()));
    }

    /** A handle of a conversation that became part of another passes everything on to that one. */
    private ConversationControl self() {
        ConversationControl other = mergedInto;
        return other == null ? this : other.self();
    }

    /** Takes in everything of another conversation, which turned out to be with the same contact. */
    @OnLoop
    void absorb(ConversationControl other) {
        sending.absorb(other.sending);
        lastFrom = lastFrom == null ? other.lastFrom : lastFrom;
        other.mergedInto = this;
        history.absorb(other.history);
    }

    // --- what the application commands

    @Override
    public CompletableFuture<Message> send(String body) {
        return send(Text.of(Objects.requireNonNull(body, "body")));
    }

    @Override
    public CompletableFuture<Message> send(Text text) {
        requireSendable(text);
        Promise<Message> promise = new Promise<>(host.callbacks());
        then(now -> now.sendNow(text, promise));
        return promise.future();
    }

    @Override
    public CompletableFuture<Message> reply(Message to, String body) {
        Reply reply = new Reply(to.reference(), to.from(), Changes.quote(to));
        return send(new Text(body, reply, List.of(), false));
    }

    @Override
    public CompletableFuture<Message> correct(Message message, String body) {
        requireOwn(message, "correct");
        Text text = Text.of(body);
        requireSendable(text);
        return change(message, Capability.CORRECTIONS, new Correction(message.id(), text));
    }

    @Override
    public CompletableFuture<Message> retract(Message message) {
        requireOwn(message, "retract");
        return change(message, Capability.RETRACTIONS, new Retraction(message.reference()));
    }

    @Override
    public CompletableFuture<Message> react(Message message, Set<String> emojis) {
        return change(message, Capability.REACTIONS, new Reactions(message.reference(), emojis));
    }

    private static void requireSendable(Text text) {
        if (text.body().isEmpty() || text.body().length() > MessageContent.MAX_BODY) {
            throw new IllegalArgumentException("A message has 1 to " + MessageContent.MAX_BODY + " characters");
        }
    }

    private static void requireOwn(Message message, String verb) {
        if (message.incoming()) {
            throw new IllegalArgumentException("Only its sender can " + verb + " a message: this one came in");
        }
    }

    @Override
    public CompletableFuture<Void> attention() {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> self().callForAttention(promise));
        return promise.future();
    }

    @OnLoop
    private void callForAttention(Promise<@Nullable Void> promise) {
        Optional<Route> route = route();
        if (route.isEmpty()) {
            promise.fail(noWay());
            return;
        }
        Route way = route.get();
        Text call = new Text("", null, List.of(), true);
        sendOr(way.protocol(), way.target(), Capability.ATTENTION, call, new Sending.Waiting() {
            @Override
            public void left() {
                promise.complete(null);
            }

            @Override
            public void failed(Failure failure) {
                promise.fail(failure);
            }
        });
    }

    @OnLoop
    private void sendNow(Text text, Promise<Message> promise) {
        Optional<Route> route = route();
        Optional<Link> link = route.flatMap(way -> host.link(way.protocol()));
        if (link.isEmpty()) {
            promise.fail(noWay());
            return;
        }
        Route way = route.get();
        Address self = host.self(way.protocol());
        Message message = new Message(
                host.newMessageId(),
                false,
                self,
                way.target(),
                text.body(),
                stamps.here(host.loop().now()),
                way.protocol(),
                false,
                Delivery.PENDING,
                MessageDetails.of(sender(self), text));
        history.add(message, added -> {});
        sending.message(message.id(), promise);
        own = ChatState.ACTIVE;
        boolean rich = link.get().capabilities().contains(Capability.REPLIES);
        link.get().send(message.id(), way.target(), rich ? text : Changes.plain(text));
    }

    private CompletableFuture<Message> change(Message message, Capability needed, MessageContent content) {
        Promise<Message> promise = new Promise<>(host.callbacks());
        then(now -> now.changeNow(message, needed, content, promise));
        return promise.future();
    }

    @OnLoop
    private void changeNow(Message message, Capability needed, MessageContent content, Promise<Message> promise) {
        Address other = message.incoming() ? message.from() : message.to();
        sendOr(message.protocol(), other.bare(), needed, content, new Sending.Waiting() {
            @Override
            public void left() {
                ConversationControl now = self();
                Address user = host.self(message.protocol());
                now.apply(
                        message,
                        content,
                        new Author(sender(user), user, stamps.here(host.loop().now())));
                now.history.whenKept(() -> promise.complete(now.history.now(message)));
            }

            @Override
            public void failed(Failure failure) {
                promise.fail(failure);
            }

            @Override
            public String target() {
                return message.incoming() ? "" : message.id();
            }
        });
    }

    /** Sends something that is no message by itself, where that half can. */
    @OnLoop
    private void sendOr(
            Protocol protocol, Address to, Capability needed, MessageContent content, Sending.Waiting waiting) {
        Optional<Link> link = host.link(protocol);
        if (link.isEmpty() || !link.get().capabilities().contains(needed)) {
            waiting.failed(Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    Failure.Origin.LOCAL,
                    Failure.Retry.NEVER,
                    protocol + " has no " + needed));
            return;
        }
        String id = host.newMessageId();
        sending.change(id, waiting);
        link.get().send(id, to, content);
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
        then(ConversationControl::readAll);
    }

    @OnLoop
    private void readAll() {
        List<Message> fresh = history.readAll();
        for (Protocol protocol : Protocol.values()) {
            fresh.stream()
                    .filter(message -> message.protocol() == protocol)
                    .reduce((earlier, later) -> later)
                    .ifPresent(last -> host.link(protocol)
                            .ifPresent(link -> link.displayed(
                                    last.from(),
                                    last.reference(),
                                    last.details().archiveId())));
        }
    }

    // --- what the halves tell

    @OnLoop
    void received(IncomingMessage incoming, Protocol protocol) {
        thenOnLoop(now -> now.receive(incoming, protocol));
        if (!incoming.own()) {
            thenOnLoop(now -> now.history.whenKept(
                    () -> host.link(protocol).ifPresent(link -> link.received(incoming.from(), incoming.id()))));
        }
    }

    @OnLoop
    private void receive(IncomingMessage incoming, Protocol protocol) {
        if (!incoming.own()) {
            lastFrom = incoming.from();
        }
        String sender = incoming.sender().isEmpty() ? sender(incoming.from()) : incoming.sender();
        Author author = new Author(sender, incoming.from(), at(incoming));
        if (incoming.content() instanceof Text text) {
            said(incoming, text, author, protocol);
        } else {
            history.find(Changes.target(incoming.content()), known -> self().changed(
                            known.orElse(null), incoming, author, protocol));
        }
    }

    @OnLoop
    private void changed(@Nullable Message known, IncomingMessage incoming, Author author, Protocol protocol) {
        if (known != null) {
            apply(known, incoming.content(), author);
        } else if (incoming.content() instanceof Correction correction) {
            corrects(incoming, correction, author, protocol);
        } else {
            history.early(incoming.content(), author);
        }
    }

    private Instant at(IncomingMessage incoming) {
        return incoming.at() == null ? stamps.here(host.loop().now()) : stamps.kept(incoming.at());
    }

    @OnLoop
    private void said(IncomingMessage incoming, Text text, Author author, Protocol protocol) {
        if (text.attention() && !incoming.own()) {
            host.emit(new AttentionRequested(this, text.body()));
        }
        if (!text.body().isEmpty()) {
            add(message(incoming, incoming.id(), text, author, protocol));
        }
    }

    /** Corrects what is not here, and may come later: until then it is a message by itself (XEP-0308 4). */
    @OnLoop
    private void corrects(IncomingMessage incoming, Correction correction, Author author, Protocol protocol) {
        Message text = message(incoming, correction.target(), correction.text(), author, protocol);
        add(text.withDetails(text.details().withIds("", "").corrected(correction.text(), author.at())));
    }

    private static Message message(IncomingMessage incoming, String id, Text text, Author author, Protocol protocol) {
        return new Message(
                id,
                !incoming.own(),
                incoming.from(),
                incoming.to(),
                text.body(),
                author.at(),
                protocol,
                incoming.at() != null,
                incoming.own() ? Delivery.SENT : Delivery.DELIVERED,
                MessageDetails.of(author.sender(), text).withIds(incoming.originId(), incoming.archiveId()));
    }

    @OnLoop
    private void add(Message message) {
        history.add(message, now -> self().added(now));
    }

    @OnLoop
    private void added(Message message) {
        if (message.incoming()) {
            peerTypes(ChatState.ACTIVE);
        }
        emit(new MessageReceived(this, message));
        if (isMeant(message, readTo)) {
            readElsewhere(readTo);
        }
    }

    /** Tells the application, when what it is told is kept. */
    private void emit(DuetEvent event) {
        history.whenKept(() -> host.emit(event));
    }

    private static boolean isMeant(Message message, String id) {
        return !id.isEmpty()
                && (message.id().equals(id) || message.details().archiveId().equals(id));
    }

    @OnLoop
    private void apply(Message message, MessageContent content, Author author) {
        history.change(message, content, author)
                .ifPresent(made -> emit(new MessageChanged(this, made.change(), made.before(), made.after())));
    }

    /** Another device of the user showed all up to that message, which may still be on its way to here. */
    @OnLoop
    void readElsewhere(String messageId) {
        thenOnLoop(now -> now.history.find(messageId, last -> now.self().readTo(last.orElse(null), messageId)));
    }

    @OnLoop
    private void readTo(@Nullable Message last, String messageId) {
        readTo = last == null ? messageId : "";
        if (last != null && history.readTo(last) > 0) {
            emit(new ReadElsewhere(this, history.unread()));
        }
    }

    /** True when the message, or the change of one, is one of this conversation's. */
    @OnLoop
    boolean delivery(String id, Delivery delivery) {
        if (sending.isChange(id)) {
            String target = sending.changeMoved(id, delivery);
            if (delivery.stage().compareTo(Delivery.Stage.SENT) > 0) {
                history.outgoing(target).ifPresent(message -> moved(message, delivery));
            }
            return true;
        }
        Optional<Message> known = history.outgoing(id);
        known.ifPresent(message -> moved(message, delivery));
        return known.isPresent();
    }

    /** A message that only the archive has came further. */
    @OnLoop
    void movedLate(Message message, Delivery delivery) {
        thenOnLoop(now -> now.moved(now.history.now(message), delivery));
    }

    @OnLoop
    private void moved(Message message, Delivery delivery) {
        advance(message, delivery);
        if (delivery.stage() == Delivery.Stage.READ) { // and with it all before it (XEP-0333 4)
            history.upTo(message).stream()
                    .filter(before -> !before.incoming() && before.protocol() == message.protocol())
                    .filter(before -> before.delivery().stage() == Delivery.Stage.SENT
                            || before.delivery().stage() == Delivery.Stage.DELIVERED)
                    .forEach(before -> advance(before, Delivery.READ));
        }
    }

    private void advance(Message before, Delivery delivery) {
        Message after = before.withDelivery(before.delivery().then(delivery));
        if (!after.equals(before)) {
            history.update(before, after);
            history.whenKept(() -> self().sending.messageMoved(after));
            emit(new MessageDelivery(this, after));
        }
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
        sending.abandon(failure);
    }

    private static String sender(Address from) {
        return from.bare().uri();
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
