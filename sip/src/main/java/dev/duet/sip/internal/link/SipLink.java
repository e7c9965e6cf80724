package dev.duet.sip.internal.link;

import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.MessageContent;
import dev.duet.model.OwnPresence;
import dev.duet.model.RosterEntry;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.call.Calls;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.rfc3428.Texts;
import dev.duet.sip.internal.rfc3903.Publication;
import dev.duet.sip.internal.rfc6665.EventPackages;
import dev.duet.sip.internal.rfc6665.Mailbox;
import dev.duet.sip.internal.rfc6665.Watches;
import dev.duet.sip.internal.stack.Traces;
import dev.duet.spi.CallLeg;
import dev.duet.spi.EventLink;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.PickupLink;
import dev.duet.spi.RuntimeContext;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The SIP half of one account: hands each command to who carries it out. On the loop. */
final class SipLink implements Link {

    private static final Set<Capability> CAPABILITIES = Set.copyOf(EnumSet.of(
            Capability.AUDIO_CALL,
            Capability.CALL_OPTIONS,
            Capability.MESSAGE,
            Capability.CHAT_STATES,
            Capability.RECEIPTS,
            Capability.PRESENCE,
            Capability.TELEPHONE));

    private final LinkListener listener;
    private final Consumer<SipLink> onClosed;
    private final UserAgent agent;
    private final Outbound outbound;
    private final Calls calls;
    private final Texts texts;
    private final Watches watches;
    private final EventPackages events;
    private final Mailbox mailbox;
    private final Publication publication;
    private final Dispatcher dispatcher;
    private volatile String localHost = "";
    private boolean closed;

    SipLink(
            SipConfig config,
            LinkListener listener,
            RuntimeContext context,
            ServerLocator locator,
            Flows flows,
            DialogTable dialogs,
            Traces traces,
            Consumer<SipLink> onClosed) {
        this.listener = listener;
        this.onClosed = onClosed;
        this.agent = new UserAgent(config, context, locator, dialogs, traces);
        agent.detour(new Detours(agent, flows));
        this.texts = new Texts(agent, listener);
        this.watches = new Watches(agent, listener);
        this.events = new EventPackages(agent, listener);
        this.mailbox = new Mailbox(agent, listener);
        this.publication = new Publication(agent, listener);
        this.dispatcher = new Dispatcher(agent);
        this.calls = new Calls(agent, listener, dispatcher::message);
        this.dispatcher.use(calls, texts, mailbox);
        this.outbound = new Outbound(agent, flows, locator, context.blocking(), new Moves());
    }

    UserAgent agent() {
        return agent;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public void connect() {
        if (!closed) {
            outbound.connect();
        }
    }

    @Override
    public void disconnect() {
        calls.leave();
        outbound.disconnect(() -> {});
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.leave();
            outbound.disconnect(() -> {
                agent.dialogs().close();
                onClosed.accept(this);
            });
        }
    }

    /** Ends it at once, without a word on the wire. */
    void abandon() {
        closed = true;
        outbound.abandon();
    }

    @Override
    public void networkChanged() {
        outbound.networkChanged();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public String localHost() {
        return localHost;
    }

    @Override
    public CallLeg dial(Address target, String callerName, CallOptions options, CallLeg.Listener facts) {
        return calls.dial(target, callerName, options, facts);
    }

    @Override
    public boolean calleeOffers() {
        return agent.config().delayedOffer();
    }

    @Override
    public Optional<PickupLink> pickups() {
        return Optional.of(calls::pickUp);
    }

    @Override
    public Optional<EventLink> events() {
        return Optional.of(events);
    }

    @Override
    public void send(String id, Address to, MessageContent content) {
        if (content instanceof MessageContent.Text text && !text.body().isEmpty()) {
            texts.send(id, to, text.body());
        } else {
            listener.delivery(
                    id, Delivery.failed(unsupported("SIP MESSAGE has no words for a change of another message")));
        }
    }

    @Override
    public void withdraw(String messageId) {
        texts.withdraw(messageId);
    }

    @Override
    public void received(Address from, String messageId, Reception reception) {
        texts.received(from, messageId, reception != Reception.FAILED);
    }

    @Override
    public void chatState(Address to, ChatState state) {
        texts.chatState(to, state);
    }

    @Override
    public void displayed(Address to, String messageId, String archiveId) {
        texts.displayed(to, messageId);
    }

    @Override
    public void publish(long operation, OwnPresence presence) {
        publication.publish(operation, presence);
    }

    @Override
    public void watch(long operation, Address contact) {
        watches.watch(operation, contact);
    }

    @Override
    public void unwatch(Address contact) {
        watches.unwatch(contact);
    }

    @Override
    public void putContact(long operation, RosterEntry entry) {
        listener.failed(operation, noRoster());
    }

    @Override
    public void removeContact(long operation, Address contact) {
        listener.failed(operation, noRoster());
    }

    /** Nobody asks: who may see a presence is the presence server's affair here. */
    @Override
    public void answerRequest(Address from, boolean allowed) {}

    private void learnLocalHost() {
        Flow flow = agent.flow();
        localHost = flow == null ? "" : flow.local().getAddress().getHostAddress();
    }

    private static Failure noRoster() {
        return unsupported("SIP keeps no contact list on the server");
    }

    private static Failure unsupported(String message) {
        return Failure.of(Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, Failure.Retry.NEVER, message);
    }

    private final class Moves implements Outbound.Listener {

        @Override
        public void state(LinkState state) {
            learnLocalHost();
            listener.state(state);
        }

        @Override
        public void online() {
            goOn();
            publication.online();
        }

        @Override
        public void moved() {
            learnLocalHost();
            goOn();
        }

        private void goOn() {
            calls.online();
            watches.online();
            events.online();
            mailbox.online();
        }

        @Override
        public void lost() {
            watches.offline();
            events.offline();
            mailbox.offline();
            publication.offline();
        }

        @Override
        public void leaving() {
            publication.withdraw();
            watches.offline();
            events.offline();
            mailbox.leaving();
        }
    }
}
