package dev.duet.internal.account;

import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.api.event.BlockListChanged;
import dev.duet.internal.block.BlockHost;
import dev.duet.internal.call.CallControl;
import dev.duet.internal.call.CallHost;
import dev.duet.internal.call.CallWays;
import dev.duet.internal.call.Dialer;
import dev.duet.internal.contact.ContactHost;
import dev.duet.internal.conversation.ConversationHost;
import dev.duet.internal.file.FileHost;
import dev.duet.internal.file.FileTransfers;
import dev.duet.internal.loop.Operations;
import dev.duet.internal.room.RoomHost;
import dev.duet.internal.rule.RuleHost;
import dev.duet.internal.service.ServiceHost;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallOptions;
import dev.duet.model.CallState;
import dev.duet.model.IceServer;
import dev.duet.model.LinkConfig;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.PersonDecision;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.Route;
import dev.duet.model.XmppConfig;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import dev.duet.spi.OnLoop;
import dev.duet.spi.Referral;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What calls, contacts and conversations see of their account. */
record AccountHosts(AccountControl account, AccountConfig config, AccountServices services)
        implements CallHost, ContactHost, ConversationHost, BlockHost, RoomHost, RuleHost, ServiceHost, FileHost {

    @Override
    public Loop loop() {
        return services.loop();
    }

    @Override
    public Executor callbacks() {
        return services.callbacks();
    }

    @Override
    public Executor blocking() {
        return services.blocking();
    }

    @Override
    public FileTransfers files() {
        return account.files();
    }

    @Override
    public Optional<XmppConfig> xmpp() {
        return Optional.ofNullable(config.xmpp());
    }

    @Override
    public Operations operations() {
        return account.operations();
    }

    @Override
    public void emit(DuetEvent event) {
        account.emit(event);
    }

    @Override
    public Set<Protocol> protocols() {
        return config.links().keySet();
    }

    @Override
    @OnLoop
    public Optional<Link> link(Protocol protocol) {
        return account.stackLink(protocol);
    }

    @Override
    @OnLoop
    public void merged(Contact gone, Contact into) {
        account.conversationBook().merged(gone, into);
    }

    @Override
    @OnLoop
    public void keep(List<PersonDecision> decisions) {
        account.kept().decisions().save(decisions);
    }

    @Override
    @OnLoop
    public void keepWatched(List<RosterEntry> watched) {
        account.kept().watched().save(watched);
    }

    @Override
    @OnLoop
    public void regrouped() {
        account.regrouped();
    }

    @Override
    @OnLoop
    public void keep(Set<Address> blocked) {
        account.kept().blocked().save(blocked);
    }

    @Override
    @OnLoop
    public void blockListChanged(Set<Address> blocked, Set<Address> unblocked) {
        account.emit(new BlockListChanged(account, blocked, unblocked));
    }

    @Override
    public Map<Protocol, LinkPhase> phases() {
        return account.phases();
    }

    @Override
    public Address self(Protocol protocol) {
        LinkConfig half = protocol == Protocol.SIP ? config.sip() : config.xmpp();
        return Objects.requireNonNull(half, "no such half").address();
    }

    @Override
    public Contact somebody(Address address) {
        return account.people().somebody(address);
    }

    @Override
    public Conversation conversation(Address address) {
        return account.conversationBook().with(somebody(address));
    }

    @Override
    public boolean isRoom(Address address) {
        return account.roomBook().knows(address);
    }

    @Override
    public String newMessageId() {
        return UUID.randomUUID().toString();
    }

    @Override
    public Duration failoverAfter() {
        return config.messageFailover();
    }

    @Override
    public boolean tracesCalls() {
        return account.tracesCalls();
    }

    @Override
    public Duration ringTimeout() {
        return config.ringTimeout();
    }

    @Override
    @OnLoop
    public CallLeg dial(Route route, @Nullable Dialer dialer, CallOptions options, CallLeg.Listener listener) {
        return dialer == null
                ? account.stackLink(route.protocol())
                        .orElseThrow()
                        .dial(route.target(), config.name(), options, listener)
                : dialer.dial(config.name(), listener);
    }

    @Override
    @OnLoop
    public boolean admits(CallControl call) {
        return account.rules().admits(call);
    }

    @Override
    public Availability own() {
        return account.presence().availability();
    }

    @Override
    public boolean blocks(Address address) {
        return account.blocks().blocks(address);
    }

    @Override
    public List<CallControl> callsNow() {
        return account.callsNow();
    }

    @Override
    @OnLoop
    public Set<Protocol> calleeOffers() {
        return config.links().keySet().stream()
                .filter(protocol ->
                        account.stackLink(protocol).filter(Link::calleeOffers).isPresent())
                .collect(Collectors.toSet());
    }

    @Override
    @OnLoop
    public CallWays ways(List<Address> to, CallOptions options) {
        return account.routes().sentOnTo(to, options);
    }

    @Override
    @OnLoop
    public void referred(CallControl call, Referral referral) {
        account.transfers().requested(call, referral);
    }

    @Override
    @OnLoop
    public MediaSession media(Protocol protocol, MediaSession.Listener listener) {
        Optional<Link> link = account.stackLink(protocol);
        // A TURN server that the XMPP half knows of serves a SIP call as well.
        List<IceServer> servers = config.links().keySet().stream()
                .flatMap(each -> account.stackLink(each).stream())
                .flatMap(each -> each.iceServers().stream())
                .toList();
        MediaRequest request = new MediaRequest(
                config.media().withIceServers(servers),
                protocol,
                link.map(Link::localHost).orElse(""),
                isProtected(protocol));
        return services.media().get().session(request, listener);
    }

    @Override
    public Optional<Contacts.Match> identify(Address address) {
        return account.people().identify(address);
    }

    @Override
    public boolean isProtected(Protocol protocol) {
        return account.link(protocol).state() instanceof LinkState.Online online
                && online.security().isProtected();
    }

    @Override
    @OnLoop
    public void changed(CallControl call, CallState before, CallState after) {
        account.callMoved(call, before, after);
    }
}
