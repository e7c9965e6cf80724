package dev.duet.internal.account;

import dev.duet.api.Account;
import dev.duet.api.AccountLink;
import dev.duet.api.BlockList;
import dev.duet.api.Call;
import dev.duet.api.CallLog;
import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.api.Profiles;
import dev.duet.api.Rooms;
import dev.duet.api.Services;
import dev.duet.api.Subscription;
import dev.duet.api.event.AccountStateChanged;
import dev.duet.api.event.CallLogged;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.ProtectionUneven;
import dev.duet.api.event.StoreFailed;
import dev.duet.internal.block.BlockControl;
import dev.duet.internal.call.CallControl;
import dev.duet.internal.call.Transfers;
import dev.duet.internal.contact.AddressInput;
import dev.duet.internal.contact.ContactBook;
import dev.duet.internal.contact.ContactFacts;
import dev.duet.internal.contact.Numbers;
import dev.duet.internal.contact.ProfileControl;
import dev.duet.internal.contact.Realm;
import dev.duet.internal.contact.VCardSearch;
import dev.duet.internal.conversation.ConversationBook;
import dev.duet.internal.file.FileTransfers;
import dev.duet.internal.log.CallLogControl;
import dev.duet.internal.loop.Operations;
import dev.duet.internal.loop.Promise;
import dev.duet.internal.room.RoomBook;
import dev.duet.internal.route.Cautions;
import dev.duet.internal.rule.RuleControl;
import dev.duet.internal.service.ServiceControl;
import dev.duet.internal.store.StoreQueue;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState;
import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallOptions;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRecord;
import dev.duet.model.CallRules;
import dev.duet.model.CallState;
import dev.duet.model.CallVerdict;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.LinkConfig;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.MessageSummary;
import dev.duet.model.OwnPresence;
import dev.duet.model.ProtectionGap;
import dev.duet.model.Protocol;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.CallStore;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.MessageStore;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoutingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An account: ties the halves to contacts, conversations and calls. */
public final class AccountControl implements Account {

    private final AccountConfig config;
    private final AccountServices services;
    private final EventBus events;
    private final Operations operations = new Operations();
    private final Halves halves;
    private final Numbers numbers;
    private final ContactFacts people;
    private final ContactBook book;
    private final @Nullable StoreQueue<MessageStore> messages;
    private final ConversationBook conversations;
    private final @Nullable StoreQueue<CallStore> callStore;
    private final CallLogControl callLog;
    private final OwnPresenceControl own = new OwnPresenceControl();
    private final List<CallControl> calls = new CopyOnWriteArrayList<>();
    private final Transfers transfers;
    private final BlockControl blocks;
    private final ProfileControl profiles;
    private final VCardSearch vCards;
    private final RoomBook rooms;
    private final RuleControl rules;
    private final FileTransfers files;
    private final CallRoutes routes;
    private final KeptStore kept;
    private final MailboxControl mailboxes = new MailboxControl(this, this::emit);
    private final AccountHosts hosts;
    private final Consumer<AccountControl> onClosed;
    private List<ProtectionGap> gaps = List.of(); // on the loop
    private volatile boolean tracing;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * An account that is offline.
     *
     * @param onClosed called once, on the thread that closed the account, when everything is given back
     */
    public AccountControl(AccountConfig config, AccountServices services, Consumer<AccountControl> onClosed) {
        this.config = config;
        this.services = services;
        this.onClosed = onClosed;
        this.events = new EventBus(services.callbacks());
        this.hosts = new AccountHosts(this, config, services);
        this.files = new FileTransfers(hosts);
        this.numbers = Numbers.of(config, services.numbers());
        this.people = new ContactFacts(hosts, Realm.of(config), numbers);
        this.book = new ContactBook(hosts, people);
        this.messages = messageStore();
        this.conversations =
                new ConversationBook(hosts, messages, services.messages().retention());
        this.halves = new Halves(config, services, operations, conversations::whenOpen, this::emit);
        this.callStore = callStore();
        this.callLog = new CallLogControl(callStore, services.loop(), services.callbacks());
        this.blocks = new BlockControl(hosts, Realm.of(config), numbers);
        this.profiles = new ProfileControl(hosts, people, self(), numbers);
        this.vCards = profiles.search(config.readVCards());
        this.rooms = new RoomBook(hosts);
        this.transfers = new Transfers(hosts, config.transfers(), calls);
        this.rules = new RuleControl(hosts);
        this.routes = new CallRoutes(
                this, services.routing(), new Cautions(services.numbers(), numbers.region(), numbers.sipDomain()));
        this.kept = new KeptStore(config.name(), services);
        services.loop().execute(() -> config.links().forEach((protocol, half) -> halves.of(protocol)
                .attach(services.stacks().get(protocol).link(half, new LinkFacts(protocol, this)))));
        services.loop().execute(conversations::open);
        kept.decisions().load(people::decisions);
        kept.watched().load(book::watched);
        kept.blocked().load(blocks::kept);
    }

    private @Nullable StoreQueue<MessageStore> messageStore() {
        MessageStore.Provider stores = services.messages().stores();
        return stores == null ? null : queue("messages", () -> stores.open(config.name()));
    }

    private @Nullable StoreQueue<CallStore> callStore() {
        CallStore.Provider stores = services.callStores();
        return stores == null ? null : queue("calls", () -> stores.open(config.name()));
    }

    private <S extends AutoCloseable> StoreQueue<S> queue(String what, StoreQueue.Opener<S> opener) {
        return new StoreQueue<>(
                what, opener, services.loop(), services.blocking(), failure -> emit(new StoreFailed(this, failure)));
    }

    // --- what the parts of an account share

    Loop loop() {
        return services.loop();
    }

    FileTransfers files() {
        return files;
    }

    Operations operations() {
        return operations;
    }

    ContactBook book() {
        return book;
    }

    ContactFacts people() {
        return people;
    }

    VCardSearch vCards() {
        return vCards;
    }

    ConversationBook conversationBook() {
        return conversations;
    }

    private Address self() {
        return config.links().values().stream()
                .map(LinkConfig::address)
                .filter(Address.Xmpp.class::isInstance)
                .findFirst()
                .orElseGet(() -> config.links().values().iterator().next().address());
    }

    ProfileControl profileControl() {
        return profiles;
    }

    RoomBook roomBook() {
        return rooms;
    }

    Transfers transfers() {
        return transfers;
    }

    Halves halves() {
        return halves;
    }

    CallRoutes routes() {
        return routes;
    }

    RuleControl rules() {
        return rules;
    }

    List<CallControl> callsNow() {
        return calls;
    }

    BlockControl blocks() {
        return blocks;
    }

    KeptStore kept() {
        return kept;
    }

    void emit(DuetEvent event) {
        events.emit(event);
    }

    @OnLoop
    Optional<Link> stackLink(Protocol protocol) {
        return halves.link(protocol);
    }

    Map<Protocol, LinkPhase> phases() {
        return halves.phases();
    }

    // --- what the application reads

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public AccountState state() {
        return halves.state();
    }

    @Override
    public AccountLink link(Protocol protocol) {
        return halves.of(protocol);
    }

    @Override
    public Contacts contacts() {
        return book;
    }

    @Override
    public Profiles profiles() {
        return profiles;
    }

    @Override
    public Rooms rooms() {
        return rooms;
    }

    @Override
    public Services services() {
        return new ServiceControl(hosts);
    }

    @Override
    public BlockList blockList() {
        return blocks;
    }

    @Override
    public Optional<MessageSummary> messageSummary() {
        return mailboxes.own();
    }

    @Override
    public OwnPresence presence() {
        return own.wished();
    }

    @Override
    public List<Call> calls() {
        return calls.stream()
                .filter(call -> call.phase() != CallPhase.ENDED)
                .filter(call -> call.direction() == CallDirection.OUTGOING || call.phase() != CallPhase.NEW)
                .map(Call.class::cast)
                .toList();
    }

    @Override
    public CallLog callLog() {
        return callLog;
    }

    @Override
    public <E extends DuetEvent> Subscription on(Class<E> type, Consumer<? super E> handler) {
        return events.on(type, handler);
    }

    @Override
    public Flow.Publisher<DuetEvent> events() {
        return events.publisher();
    }

    // --- what the application commands

    @Override
    public CompletableFuture<AccountState> connect() {
        requireOpen();
        return halves.connect();
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        loop().execute(rules::leaving);
        return halves.disconnect();
    }

    @Override
    public CompletableFuture<Void> publish(OwnPresence presence) {
        own.wish(presence);
        Promise<@Nullable Void> promise = new Promise<>(services.callbacks());
        loop().execute(() -> {
            rules.changed();
            own.publish(halves.in(LinkPhase.ONLINE), operations, promise);
            own.publish(halves.offline(), operations, new Promise<>(services.callbacks()));
        });
        return promise.future();
    }

    @Override
    public void traceCalls(boolean on) {
        tracing = on;
    }

    boolean tracesCalls() {
        return tracing;
    }

    @Override
    public CallRules callRules() {
        return rules.rules();
    }

    @Override
    public void callRules(CallRules newRules) {
        rules.rules(newRules);
    }

    @Override
    public CallVerdict callVerdict(Address from) {
        return rules.verdict(from);
    }

    @Override
    public CompletableFuture<Void> publish(Address to, OwnPresence presence) {
        return profiles.publish(to, presence);
    }

    @Override
    public void active(boolean active) {
        loop().execute(() -> halves.all().forEach(link -> link.active(active)));
    }

    @Override
    public Conversation conversation(Contact contact) {
        return conversations.with(book.current(contact));
    }

    @Override
    public Conversation conversation(String address) {
        Address first = AddressInput.read(address, halves.protocols(), numbers)
                .addresses()
                .get(0);
        return conversations.with(people.somebody(first));
    }

    @Override
    public List<Conversation> conversations() {
        return conversations.all();
    }

    @Override
    public RoutingPolicy.Answer callRoutes(Contact contact) {
        return routes.to(null, book.current(contact));
    }

    @Override
    public Call call(Contact contact, CallOptions options) {
        return dial(List.copyOf(contact.addresses()).get(0), null, contact, options);
    }

    @Override
    public Call call(String address, CallOptions options) {
        AddressInput.Meaning meaning = AddressInput.read(address, halves.protocols(), numbers);
        Address first = meaning.addresses().get(0);
        return meaning.explicit() ? call(first, options) : dial(first, null, people.somebody(first), options);
    }

    @Override
    public Call call(Address address, CallOptions options) {
        Address chosen = numbers.canonical(address);
        return dial(chosen, chosen, people.somebody(chosen), options);
    }

    @Override
    public Call pickUp(String address) {
        return take(address, true);
    }

    @Override
    public Call retrieve(String address) {
        return take(address, false);
    }

    private Call take(String address, boolean ringing) {
        requireOpen();
        List<Address> meant =
                AddressInput.read(address, halves.protocols(), numbers).addresses();
        Address at = meant.get(meant.size() - 1); // by SIP, where that is possible
        CallControl call = begin(at);
        loop().execute(() ->
                call.pickUp(routes.to(at, people.somebody(at)), ringing, route -> stackLink(route.protocol())
                        .flatMap(Link::pickups)));
        return call;
    }

    private CallControl begin(Address remote) {
        CallControl call =
                new CallControl(UUID.randomUUID().toString(), hosts, CallDirection.OUTGOING, Arrival.of(remote, ""));
        calls.add(call);
        return call;
    }

    private Call dial(Address remote, @Nullable Address explicit, Contact contact, CallOptions options) {
        requireOpen();
        CallControl call = begin(remote);
        loop().execute(() -> call.start(routes.ways(explicit, contact, options), options));
        return call;
    }

    @Override
    public void networkChanged() {
        loop().execute(() -> {
            halves.all().forEach(Link::networkChanged);
            calls.forEach(CallControl::networkChanged);
        });
    }

    /** Ends everything. At most 5 s. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Failure over =
                Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "The account was closed");
        loop().execute(() -> {
            rules.leaving();
            calls.forEach(call -> call.end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL)));
            files.abandon(over);
            operations.failAll(over);
            conversations.abandon(over);
        });
        Closing.await(halves.close());
        kept.close();
        Optional.ofNullable(messages).ifPresent(StoreQueue::close);
        Optional.ofNullable(callStore).ifPresent(StoreQueue::close);
        events.close();
        onClosed.accept(this);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("The account " + config.name() + " is closed: open another");
        }
    }

    // --- what the halves tell

    @OnLoop
    void linkMoved(Protocol protocol, LinkState state) {
        AccountState before = state();
        LinkControl link = halves.of(protocol);
        boolean wasOnline = link.state().phase() == LinkPhase.ONLINE;
        link.moved(state);
        conversations.linkMoved();
        files.linkMoved();
        if (state.phase() == LinkPhase.ONLINE && !wasOnline) {
            services.media().get().warmUp();
            own.publish(List.of(link.link()), operations, new Promise<>(services.callbacks()));
            people.online(protocol);
        }
        if (wasOnline && state.phase() != LinkPhase.ONLINE) {
            people.offline(protocol);
        }
        if (protocol == Protocol.XMPP && wasOnline != (state.phase() == LinkPhase.ONLINE)) {
            if (wasOnline) {
                vCards.offline();
            } else {
                vCards.online();
            }
        }
        halves.moved(protocol, state.phase());
        AccountState after = state();
        if (!after.equals(before)) {
            emit(new AccountStateChanged(this, protocol, before, after));
        }
        List<ProtectionGap> now = after.protectionGaps();
        if (!now.isEmpty() && !now.equals(gaps)) {
            emit(new ProtectionUneven(this, now));
        }
        gaps = now.isEmpty() ? gaps : now;
    }

    /** Somebody calls. From any thread. */
    CallLeg.Listener incoming(Protocol protocol, CallLeg leg, Arrival arrival) {
        CallLeg replaced = arrival.replaced();
        if (replaced != null) {
            return transfers.takeOver(protocol, leg, replaced, arrival);
        }
        CallControl call = new CallControl(UUID.randomUUID().toString(), hosts, CallDirection.INCOMING, arrival);
        calls.add(call);
        CallLeg.Listener facts = call.arrive(leg, protocol);
        loop().execute(() -> people.mayBe(arrival.from()).forEach(vCards::mayCall));
        return facts;
    }

    @OnLoop
    void contactRequest(Address from, String note) {
        boolean known = book.find(from)
                .flatMap(Contact::rosterEntry)
                .filter(entry -> entry.pending() || entry.subscription().seesContact())
                .isPresent();
        if (config.acceptContacts() || known) {
            stackLink(from.protocol()).ifPresent(link -> link.answerRequest(from, true));
        } else {
            emit(new ContactRequest(this, from, note));
        }
    }

    @OnLoop
    void messageSummary(Protocol protocol, Address mailbox, MessageSummary summary) {
        LinkConfig half = config.links().get(protocol);
        mailboxes.told(mailbox, half != null && half.address().equals(mailbox), summary);
    }

    @OnLoop
    void regrouped() {
        calls.forEach(CallControl::regrouped);
    }

    @OnLoop
    void callMoved(CallControl call, CallState before, CallState after) {
        rules.moved(call, before);
        if (after.phase() == CallPhase.ENDED) {
            calls.remove(call);
        }
        if (after instanceof CallState.Ended ended && before.phase() != CallPhase.ENDED) {
            CallRecord record = call.record(ended);
            callLog.add(record, () -> emit(new CallLogged(this, record)));
        }
        if (own.talks(call, after.phase())) {
            own.publish(halves.in(LinkPhase.ONLINE), operations, new Promise<>(services.callbacks()));
        }
    }
}
