package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.IceServer;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.MessageContent;
import dev.duet.model.OwnPresence;
import dev.duet.model.RosterEntry;
import dev.duet.model.XmppConfig;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.Blocking;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.PeopleLink;
import dev.duet.spi.Registration;
import dev.duet.spi.RoomLink;
import dev.duet.spi.ServiceLink;
import dev.duet.spi.UploadLink;
import dev.duet.xmpp.internal.rfc6120.Backoff;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.stream.SignIn;
import dev.duet.xmpp.internal.stream.XmppStream;
import dev.duet.xmpp.internal.xep0198.Uplink;
import dev.duet.xmpp.internal.xep0352.ClientState;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The XMPP half of one account: signs in, signs in again when the connection is lost, signs out. What goes on in
 * between is the {@link Session}'s affair.
 */
@OnLoop
final class XmppLink implements Link, Attempt.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(XmppLink.class);
    private static final Duration GOODBYE = Duration.ofMillis(1_700);
    private static final long GOODBYE_STEP_MILLIS = 800;
    private static final int MOST_KEPT = 100_000;

    private XmppConfig config;
    private final LinkListener listener;
    private final XmppStack stack;
    private final Loop loop;
    private final Backoff backoff;
    private final SessionCommands commands;
    private final ClientState clientState = new ClientState();
    private final Memory memory = new Memory();
    private LinkPhase phase = LinkPhase.OFFLINE;
    private OwnPresence presence = OwnPresence.AVAILABLE;
    private @Nullable Attempt current;
    private @Nullable Attempt leaving;
    private @Nullable HeldSession held;
    private Loop.@Nullable Timer retry;
    private boolean closed;
    private volatile String localHost = "";
    private volatile @Nullable Session newest; // for what is asked from any thread

    XmppLink(XmppConfig config, LinkListener listener, XmppStack stack) {
        this.config = config;
        this.listener = listener;
        this.stack = stack;
        this.loop = stack.context().loop();
        this.commands = new SessionCommands(
                this::session, listener, stack, () -> phase, () -> this.config, now -> this.config = memory.adopt(now));
        this.backoff = new Backoff(stack.random());
    }

    @Override
    public void connect() {
        if (closed || phase == LinkPhase.CONNECTING || phase == LinkPhase.ONLINE) {
            return;
        }
        left(leaving);
        begin();
    }

    private void begin() {
        stopWaiting();
        become(new LinkState.Connecting());
        Attempt attempt = new Attempt(
                stack, config, memory.before(held == null ? null : held.uplink().wish()), memory.tokens, this);
        current = attempt;
        if (!attempt.start()) {
            notSignedIn(attempt, Failure.of(Kind.CLOSED, Origin.LOCAL, Retry.NEVER, "Duet was closed"));
        }
    }

    @Override
    public void disconnect() {
        stopWaiting();
        Attempt attempt = current;
        current = null;
        switch (phase) {
            case WAITING, FAILED -> signedOutAlready();
            case CONNECTING -> {
                if (attempt != null) {
                    attempt.abort(signedOut());
                }
                signedOutAlready();
            }
            case ONLINE -> {
                phase = LinkPhase.OFFLINE; // told when the good-bye is said
                leave(attempt);
            }
            default -> {} // signed out already
        }
    }

    private void signedOutAlready() {
        endSession(signedOut(), -1);
        memory.endCalls(signedOut());
        memory.failKept(signedOut(), listener);
        become(new LinkState.Offline());
    }

    private void leave(@Nullable Attempt attempt) {
        HeldSession leavingSession = held;
        XmppStream stream = attempt == null ? null : attempt.stream();
        if (attempt == null || stream == null || leavingSession == null) {
            signedOutAlready();
            return;
        }
        leaving = attempt;
        leavingSession.session().end(signedOut());
        leavingSession
                .uplink()
                .send(Xml.element("presence", Xml.CLIENT)
                        .attribute("type", "unavailable")
                        .build());
        leavingSession.uplink().settle();
        attempt.within(GOODBYE, () -> left(attempt));
        if (!stack.run(() -> {
            stream.close(GOODBYE_STEP_MILLIS);
            loop.execute(() -> left(attempt));
        })) {
            left(attempt);
        }
    }

    /** The good-bye is said, or nobody listens to it. */
    private void left(@Nullable Attempt attempt) {
        if (attempt != null && leaving == attempt) {
            leaving = null;
            attempt.stopClock();
            attempt.kill();
            signedOutAlready();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            disconnect();
            closed = true;
        }
    }

    @Override
    public void networkChanged() {
        backoff.reset(); // what failed before, failed on another network
        if (phase == LinkPhase.WAITING) {
            begin();
        } else if (phase == LinkPhase.CONNECTING && current != null) {
            current.abort(Failure.of(Kind.NETWORK, Origin.NETWORK, Retry.NOW, "The network changed"));
            begin();
        } else if (phase == LinkPhase.ONLINE && held != null) {
            held.session().checkAlive();
            leaveIfAddressIsGone();
        }
    }

    /** Then no answer to any question can come. */
    private void leaveIfAddressIsGone() {
        Attempt attempt = current;
        XmppStream stream = stream();
        stack.run(() -> {
            if (stream != null && !stream.hasItsAddress()) {
                loop.execute(() -> {
                    if (attempt == current) {
                        dead(Failure.of(Kind.NETWORK, Origin.NETWORK, Retry.NOW, "The local address is gone"));
                    }
                });
            }
        });
    }

    @Override
    public Set<Capability> capabilities() {
        return XmppStack.CAPABILITIES;
    }

    @Override
    public String localHost() {
        return localHost;
    }

    @Override
    public List<IceServer> iceServers() {
        Session told = newest;
        return told == null ? List.of() : told.iceServers();
    }

    @Override
    public CallLeg dial(Address target, String callerName, CallOptions options, CallLeg.Listener legListener) {
        return commands.dial(target, legListener); // Jingle has no words for wishes
    }

    @Override
    public void send(String id, Address to, MessageContent content) {
        if (!(to instanceof Address.Xmpp address)) {
            listener.delivery(id, Delivery.failed(SessionCommands.notXmpp(to)));
        } else if (phase == LinkPhase.OFFLINE || phase == LinkPhase.FAILED) {
            listener.delivery(id, Delivery.failed(Iqs.notConnected()));
        } else if (memory.ledger.kept() >= MOST_KEPT
                || held != null && held.uplink().isFull()) {
            listener.delivery(
                    id, Delivery.failed(Failure.of(Kind.NETWORK, Origin.LOCAL, Retry.LATER, "Too much waits already")));
        } else if (held != null) {
            held.session().send(memory.written(id, address, content));
        } else {
            memory.ledger.keep(memory.written(id, address, content));
        }
    }

    @Override
    public void chatState(Address to, ChatState state) {
        Session session = phase == LinkPhase.ONLINE ? session() : null;
        if (session != null && to instanceof Address.Xmpp address) {
            session.chatState(address, state);
        }
    }

    @Override
    public void withdraw(String messageId) {
        memory.ledger.withdraw(messageId);
        if (held != null) {
            held.uplink().withdraw(messageId);
            held.session().checkAlive(); // a server that took it would have said so
        }
    }

    @Override
    public void archivedUpTo(String archiveId, Instant at) {
        memory.place.begin(archiveId, at);
    }

    @Override
    public void received(Address from, String messageId, Reception reception) {
        Session session = session();
        if (session != null && reception == Reception.KEPT && from instanceof Address.Xmpp address) {
            session.received(address, messageId);
        }
        if (reception != Reception.FAILED) {
            memory.ledger.receptions().settled(from, messageId);
        }
    }

    @Override
    public void displayed(Address to, String messageId, String archiveId) {
        Session session = session();
        if (session != null && to instanceof Address.Xmpp address) {
            session.displayed(address, messageId, archiveId);
        }
    }

    @Override
    public void publish(long operation, OwnPresence newPresence) {
        presence = newPresence;
        Session session = session();
        if (session != null) {
            session.publish(newPresence);
        }
        listener.completed(operation);
    }

    @Override
    public void active(boolean active) {
        clientState.active(active);
    }

    @Override
    public void watch(long operation, Address contact) {
        commands.watch(operation, contact);
    }

    @Override
    public void unwatch(Address contact) {
        // there is nothing to end: see watch
    }

    @Override
    public void putContact(long operation, RosterEntry entry) {
        commands.putContact(operation, entry);
    }

    @Override
    public void removeContact(long operation, Address contact) {
        commands.removeContact(operation, contact);
    }

    @Override
    public void answerRequest(Address from, boolean allowed) {
        commands.answerRequest(from, allowed);
    }

    @Override
    public Optional<Blocking> blocking() {
        return Optional.of(commands);
    }

    @Override
    public Optional<Registration> registration() {
        return Optional.of(commands);
    }

    @Override
    public Optional<RoomLink> rooms() {
        return Optional.of(new RoomCommands(commands));
    }

    @Override
    public Optional<ArchiveLink> archive() {
        return Optional.of(new ArchiveCommands(commands));
    }

    @Override
    public Optional<UploadLink> uploads() {
        return Optional.of(commands);
    }

    @Override
    public Optional<ServiceLink> services() {
        return Optional.of(new ServiceCommands(commands));
    }

    @Override
    public Optional<PeopleLink> people() {
        return Optional.of(commands);
    }

    /** The session, also while it waits for a stream; not while it is being left. */
    private @Nullable Session session() {
        return held == null || leaving != null ? null : held.session();
    }

    private static Failure signedOut() {
        return Failure.of(Kind.CLOSED, Origin.LOCAL, Retry.LATER, "The account was signed out of XMPP");
    }

    @Override
    public void signedIn(Attempt attempt, SignIn.SignedIn result) {
        attempt.stopClock();
        if (attempt != current) {
            attempt.kill();
            return;
        }
        Failure lost = attempt.lost();
        if (lost != null) {
            notSignedIn(attempt, lost);
            return;
        }
        attempt.online(result.stream());
        localHost = result.stream().localHost();
        LOG.debug("Signed in as {}: {}, {}", result.self(), result.security(), result.management());
        boolean resumed = result.management().resumed();
        if (resumed && (held == null || !held.resume(result.stream()::trySend, result.management()))) {
            dead(Failure.of(Kind.REFUSED, Origin.SERVER, Retry.LATER, "The server has more than was sent to it"));
            return;
        }
        if (!resumed) {
            endSession(
                    Failure.of(Kind.NETWORK, Origin.NETWORK, Retry.LATER, "The session could not go on"),
                    result.management().handled());
            held = newSession(result);
        }
        HeldSession now = held;
        LinkState online = new LinkState.Online(loop.now(), result.self(), result.security());
        if (resumed) {
            become(online);
            now.session().resumed();
        } else {
            phase = LinkPhase.ONLINE; // told when others reach it
            now.session().start(() -> {
                if (attempt == current) {
                    become(online);
                }
            });
        }
        clientState.begin(result.stream()::trySend, memory.features);
        attempt.takeEarly().forEach(now::take);
    }

    private HeldSession newSession(SignIn.SignedIn result) {
        Uplink uplink = new Uplink(
                loop,
                stanza -> HeldSession.arrived(held, stanza, memory.ledger, listener),
                () -> loop.execute(() -> dead(
                        Failure.of(Kind.NETWORK, Origin.NETWORK, Retry.NOW, "The server takes nothing any more"))));
        uplink.begin(result.stream()::trySend, result.management());
        memory.features = result.features();
        Session session = new Session(
                new Session.Parts(
                        uplink,
                        loop,
                        result.self(),
                        listener,
                        config,
                        stack.caps(),
                        stack.avatars(),
                        result.features(),
                        memory,
                        this::lastHeard,
                        this::dead),
                presence);
        newest = session;
        return new HeldSession(uplink, session);
    }

    private @Nullable XmppStream stream() {
        return current == null ? null : current.stream();
    }

    private long lastHeard() {
        XmppStream stream = stream();
        return stream == null ? 0 : stream.lastHeard();
    }

    @Override
    public void stanza(Attempt attempt, Xml stanza) {
        if (held != null && attempt.stream() != null && isInUse(attempt)) {
            held.take(stanza);
        } else if (attempt == current) {
            attempt.early(stanza);
        }
    }

    @Override
    public void written(Attempt attempt, Xml message) {
        if (held != null && isInUse(attempt)) {
            held.uplink().written(message);
        }
    }

    private boolean isInUse(Attempt attempt) {
        return attempt == current || attempt == leaving;
    }

    @Override
    public void notSignedIn(Attempt attempt, Failure failure) {
        attempt.stopClock();
        if (attempt == current) {
            current = null;
            if (held != null && held.isExpired()) {
                endSession(failure, -1);
            }
            giveUpOrWait(memory.refused(attempt.before(), failure));
        }
    }

    /** The server is gone without a word, or talks nonsense. */
    private void dead(Failure failure) {
        Attempt attempt = current;
        if (attempt != null) {
            attempt.kill();
            lost(attempt, failure, failure.kind() == Kind.NETWORK);
        }
    }

    @Override
    public void lost(Attempt attempt, Failure failure, boolean mayGoOn) {
        if (attempt != current) {
            return; // one that is left is told of when its good-bye is said
        }
        if (attempt.stream() == null) {
            attempt.lostEarly(failure);
            return;
        }
        if (attempt.lasted()) {
            backoff.reset();
        }
        current = null;
        loop.schedule(GOODBYE, attempt::kill); // should the closing of it hang
        if (mayGoOn && held != null && held.uplink().wish() != null && !stack.isClosed()) {
            HeldSession waiting = held;
            waiting.suspend(loop, () -> {
                if (held == waiting && current == null) { // else the server is about to say
                    endSession(failure, -1);
                }
            });
        } else {
            endSession(failure, -1);
        }
        giveUpOrWait(failure);
    }

    /** Ends the session, if there is one, and keeps what the server may not have of what must not be lost. */
    private void endSession(Failure failure, long handledByServer) {
        HeldSession ending = held;
        if (ending != null) {
            held = null;
            memory.ledger.keepFirst(ending.end(failure, handledByServer));
        }
    }

    private void giveUpOrWait(Failure failure) {
        if (stack.isClosed()) {
            signedOutAlready();
            return;
        }
        if (failure.retry() == Retry.NEVER) {
            endSession(failure, -1);
            memory.endCalls(failure);
            memory.failKept(failure, listener);
            become(new LinkState.Failed(failure));
            return;
        }
        // silence has been long enough: nobody would come all at once because of it
        Duration delay = failure.retry() == Retry.NOW ? Duration.ZERO : backoff.next();
        retry = loop.schedule(delay, this::begin);
        become(new LinkState.Waiting(failure, loop.now().plus(delay)));
    }

    private void stopWaiting() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private void become(LinkState state) {
        phase = state.phase();
        LOG.debug("{} is {}", config.address(), state);
        listener.state(state);
    }
}
