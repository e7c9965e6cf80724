package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.api.FileTransfer;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageModerated;
import dev.duet.internal.conversation.Changes.Author;
import dev.duet.internal.conversation.Changes.Made;
import dev.duet.internal.loop.Promise;
import dev.duet.internal.route.MessageRouting;
import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Moderation;
import dev.duet.model.MessageContent.Reactions;
import dev.duet.model.MessageContent.Retraction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.MessagePosition;
import dev.duet.model.OutgoingFile;
import dev.duet.model.Protocol;
import dev.duet.model.Reply;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.MessageStore.Summary;
import dev.duet.spi.OnLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A conversation, as the application holds it: what it commands is checked here, and carried out by {@link Outgoing}
 * and {@link Incoming}. Changed on the loop alone; what others read are volatile snapshots.
 */
final class ConversationControl implements Conversation {

    private static final int MOST_OF_A_PAGE = 1000;

    private final Contact contact;
    private final ConversationHost host;
    private final History history;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final ReadingBack readingBack;
    private volatile @Nullable ConversationControl mergedInto;

    ConversationControl(Contact contact, ConversationHost host, Stamps stamps, MessageArchive archive) {
        this.contact = contact;
        this.host = host;
        this.history = new History(contact, archive);
        this.outgoing = new Outgoing(this, host, stamps);
        this.incoming = new Incoming(this, host, stamps);
        this.readingBack = new ReadingBack(this, host);
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
        return self().incoming.peerState();
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
        if (text.isEmpty()) {
            then(now -> now.readingBack.page(before, most, promise));
        } else {
            then(now -> now.history.page(text, before, most, page -> {
                if (page == null) {
                    promise.fail(storeFails());
                } else {
                    promise.complete(page);
                }
            }));
        }
        return promise.future();
    }

    static Failure storeFails() {
        return Failure.of(
                Failure.Kind.INTERNAL, Failure.Origin.LOCAL, Failure.Retry.LATER, "The store of messages fails");
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
        then(now -> now.outgoing.send(text, promise));
        return promise.future();
    }

    @Override
    public FileTransfer<Message> sendFile(OutgoingFile file) {
        return host.files().send(file, (text, promise) -> then(now -> now.outgoing.send(text, promise)));
    }

    @Override
    public FileTransfer<Path> download(Attachment attachment, Path target, long most) {
        return host.files().fetch(attachment, target, most);
    }

    @Override
    public CompletableFuture<Message> reply(Message to, String body) {
        Reply reply = new Reply(to.reference(), to.from(), Changes.quote(to));
        return send(new Text(body, reply, List.of(), false));
    }

    @Override
    public CompletableFuture<Message> correct(Message message, String body) {
        requireOwn(message, "correct");
        Text text = message.details().unstyled() ? Text.ofUnstyled(body) : Text.of(body);
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

    private CompletableFuture<Message> change(Message message, Capability needed, MessageContent content) {
        Promise<Message> promise = new Promise<>(host.callbacks());
        then(now -> now.outgoing.change(message, needed, content, promise));
        return promise.future();
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
        host.loop().execute(() -> self().outgoing.attention(promise));
        return promise.future();
    }

    @Override
    public void typing(ChatState state) {
        host.loop().execute(() -> self().outgoing.types(state));
    }

    @Override
    public void markRead() {
        then(now -> now.incoming.readAll());
    }

    // --- what the halves tell

    @OnLoop
    void received(IncomingMessage message, Protocol protocol) {
        incoming.received(message, protocol);
    }

    @OnLoop
    void readElsewhere(String messageId) {
        incoming.readElsewhere(messageId);
    }

    @OnLoop
    void peerTypes(ChatState state) {
        incoming.peerTypes(state);
    }

    /** True when the message, or the change of one, is one of this conversation's. */
    @OnLoop
    boolean delivery(Protocol by, String id, Delivery delivery) {
        return outgoing.delivery(by, id, delivery);
    }

    /** A message that only the archive has came further. */
    @OnLoop
    void movedLate(Message message, Protocol by, Delivery delivery) {
        thenOnLoop(now -> now.outgoing.moved(now.history.now(message), by, delivery));
    }

    /** A half of the account went online, or is so no more. */
    @OnLoop
    void linkMoved() {
        outgoing.watch();
        if (host.phases().get(Protocol.XMPP) != LinkPhase.ONLINE) {
            readingBack.forget();
        }
    }

    /** The account closes: nothing more will be told. */
    @OnLoop
    void abandon(Failure failure) {
        outgoing.abandon(failure);
    }

    // --- what both directions share

    /** What was said, and how much of it was read. */
    History said() {
        return history;
    }

    /** Which way a message would go, as far as what came in tells. */
    MessageRouting.Question question(@Nullable Protocol waiting) {
        return incoming.question(waiting);
    }

    /** A change of a message, by whomever. */
    @OnLoop
    Optional<Made> apply(Message message, MessageContent content, Author author) {
        Optional<Made> change = history.change(message, content, author);
        change.ifPresent(made -> {
            emit(new MessageChanged(this, made.change(), made.before(), made.after()));
            if (content instanceof Moderation by) {
                emit(new MessageModerated(this, made.after(), by.by(), by.reason()));
            }
        });
        return change;
    }

    /** Tells the application, when what it is told is kept. */
    @OnLoop
    void emit(DuetEvent event) {
        history.whenKept(() -> host.emit(event));
    }

    static String sender(Address from) {
        return from.bare().uri();
    }

    /** Does something on the loop, after what happened before. */
    private void then(Consumer<ConversationControl> task) {
        host.loop().execute(() -> thenOnLoop(task));
    }

    @OnLoop
    void thenOnLoop(Consumer<ConversationControl> task) {
        ConversationControl now = self();
        now.history.then(() -> task.accept(now.self()));
    }

    /** A handle of a conversation that became part of another passes everything on to that one. */
    ConversationControl self() {
        ConversationControl other = mergedInto;
        return other == null ? this : other.self();
    }

    Incoming incoming() {
        return incoming;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    ReadingBack readingBack() {
        return readingBack;
    }

    // --- what it is made of

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

    /** Takes in everything of another conversation, which turned out to be with the same contact. */
    @OnLoop
    void absorb(ConversationControl other) {
        outgoing.absorb(other.outgoing);
        incoming.absorb(other.incoming);
        other.mergedInto = this;
        history.absorb(other.history);
        readingBack.absorb(other.readingBack);
        outgoing.watch();
    }
}
