package dev.duet.sandbox.internal.xmpp.routing;

import dev.duet.sandbox.internal.xmpp.rfc3921.SessionHandler;
import dev.duet.sandbox.internal.xmpp.rfc6121.RosterItem;
import dev.duet.sandbox.internal.xmpp.rfc6121.SubscriptionKind;
import dev.duet.sandbox.internal.xmpp.session.Account;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.IqHandler;
import dev.duet.sandbox.internal.xmpp.session.Outlet;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.trace.Trace;
import dev.duet.sandbox.internal.xmpp.xep0012.LastActivityHandler;
import dev.duet.sandbox.internal.xmpp.xep0030.DiscoHandler;
import dev.duet.sandbox.internal.xmpp.xep0045.RoomService;
import dev.duet.sandbox.internal.xmpp.xep0049.PrivateStorageHandler;
import dev.duet.sandbox.internal.xmpp.xep0054.VcardHandler;
import dev.duet.sandbox.internal.xmpp.xep0077.RegisterHandler;
import dev.duet.sandbox.internal.xmpp.xep0092.VersionHandler;
import dev.duet.sandbox.internal.xmpp.xep0163.PepService;
import dev.duet.sandbox.internal.xmpp.xep0191.BlockingHandler;
import dev.duet.sandbox.internal.xmpp.xep0199.PingHandler;
import dev.duet.sandbox.internal.xmpp.xep0215.ServicesHandler;
import dev.duet.sandbox.internal.xmpp.xep0280.CarbonsHandler;
import dev.duet.sandbox.internal.xmpp.xep0313.ArchiveHandler;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;
import dev.duet.sandbox.internal.xmpp.xml.StreamException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One domain: its accounts and who is signed in. One lock guards it all, so that stanzas between two clients keep their
 * order (RFC 6120 10.1); nothing under the lock blocks.
 */
public final class Domain {

    private final ReentrantLock lock = new ReentrantLock();
    private final DomainSettings settings;
    private final Trace trace;
    private final Directory directory;
    private final StanzaChecks checks;
    private final PresenceRules presences;
    private final SubscriptionRules subscriptions;
    private final MessageRules messages;
    private final IqRules iqs;
    private final @Nullable RoomService rooms;
    private final @Nullable ArchiveHandler archives;
    private final PepService pep;
    private final List<Account> removed = new ArrayList<>(); // whose client is about to be told so
    private final Interception interception = new Interception();
    private final Clock clock;

    public Domain(DomainSettings settings, Trace trace, Clock clock) {
        this.settings = settings;
        this.trace = trace;
        this.clock = clock;
        directory = new Directory(settings.domain(), settings.exists());
        checks = new StanzaChecks(trace);
        RosterPush push = new RosterPush(has(Optionals.ROSTER_VERSIONING));
        pep = new PepService(directory::account);
        boolean hasPep = has(pep.specification());
        presences = new PresenceRules(directory, hasPep ? pep::newSubscriber : (account, subscriber) -> {});
        subscriptions = new SubscriptionRules(directory, push, presences, has(Optionals.PRE_APPROVAL));
        archives = has(ArchiveHandler.SPECIFICATION) ? new ArchiveHandler(clock) : null;
        messages = new MessageRules(directory, clock, has(Optionals.OFFLINE_MESSAGES), archives);
        rooms = has(RoomService.SPECIFICATION)
                ? new RoomService(settings.domain(), clock, this::post, archives != null)
                : null;
        iqs = new IqRules(directory, handlers(new RosterHandler(push, subscriptions)));
    }

    private boolean has(String specification) {
        return !settings.without().contains(specification);
    }

    private List<IqHandler> handlers(IqHandler roster) {
        List<IqHandler> handlers = new ArrayList<>();
        handlers.add(roster);
        for (IqHandler handler : List.of(
                new SessionHandler(),
                new PingHandler(),
                new RegisterHandler(settings.credentials(), removed::add),
                new VcardHandler(),
                new LastActivityHandler(clock),
                new VersionHandler(),
                new PrivateStorageHandler(),
                new CarbonsHandler(),
                new BlockingHandler(presences),
                pep,
                settings.uploads(),
                new ServicesHandler(settings.services(), clock))) {
            if (has(handler.specification())) {
                handlers.add(handler);
            }
        }
        if (archives != null) {
            handlers.add(archives);
        }
        IqHandler disco = new DiscoHandler(
                handlers,
                has(Optionals.OFFLINE_MESSAGES) ? List.of("msgoffline") : List.of(),
                rooms == null ? List.of() : List.of(rooms.item()));
        if (has(disco.specification())) {
            handlers.add(disco);
        }
        return handlers;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The outcome of resource binding: a session or a refusal. */
    public record Binding(@Nullable ClientSession session, StanzaCondition refusal) {}

    /** RFC 6120 7.6 and 7.7; {@code bound} hears of the session before anything is sent to it. */
    public Binding bind(String user, @Nullable String resource, Outlet outlet, Consumer<ClientSession> bound) {
        return locked(() -> {
            Jid bare = new Jid(user, directory.domain().domain(), null);
            Optional<Account> account = directory.account(bare);
            if (account.isEmpty()) {
                return new Binding(null, StanzaCondition.NOT_ALLOWED);
            }
            Jid full;
            try {
                full = bare.withResource(resource == null ? made() : resource);
            } catch (InvalidJidException e) {
                trace.violation(bare.toString(), "RFC 6120 7.7.2.1", "a resource that is none");
                return new Binding(null, StanzaCondition.BAD_REQUEST);
            }
            Optional<ClientSession> holder = account.get().session(full.resource());
            if (holder.isPresent() && settings.replaceOnConflict()) {
                end(holder.get(), StreamCondition.CONFLICT, "the resource was taken by another client");
            } else if (holder.isPresent()) {
                full = bare.withResource(made());
            }
            ClientSession session = new ClientSession(account.get(), full, outlet, clock.instant());
            account.get().add(session);
            bound.accept(session);
            return new Binding(session, StanzaCondition.UNDEFINED_CONDITION);
        });
    }

    private static String made() {
        return "made-" + UUID.randomUUID();
    }

    /** Takes a stanza of that client. */
    public void received(ClientSession session, Element stanza) throws StreamException {
        lock.lock();
        try {
            boolean current = session.account()
                    .session(session.jid().resource())
                    .filter(s -> s == session)
                    .isPresent();
            if (current) {
                checks.pass(session, stanza).ifPresent(checked -> dispatch(session, checked));
            }
        } finally {
            lock.unlock();
        }
        trace.touch();
    }

    private void dispatch(ClientSession session, Element stanza) {
        Jid to = Stanzas.address(stanza, "to");
        Optional<Element> intercepted = interception.answer(stanza);
        if (intercepted.isPresent()) {
            session.send(intercepted.get());
            return;
        }
        Element refusal = to == null || stanza.name().equals("presence") ? null : refusal(session, stanza, to);
        if (refusal != null) {
            if (!Stanzas.isError(stanza) && !Stanzas.type(stanza).equals("result")) {
                session.send(refusal);
            }
            return;
        }
        if (rooms != null && to != null && rooms.serves(to)) {
            rooms.received(session, stanza, to);
            return;
        }
        switch (stanza.name()) {
            case "message" -> messages.route(session, stanza, to == null ? session.bare() : to);
            case "presence" -> presence(session, stanza, to);
            default -> {
                if (session.bare().equals(to) && !Stanzas.isRequest(stanza)) {
                    pep.answered(session, stanza);
                }
                iqs.route(session, stanza, to);
                removed.forEach(this::end);
                removed.clear();
            }
        }
    }

    /** The error for what goes from or to somebody who is blocked (XEP-0191 3.3); null when neither is. */
    private @Nullable Element refusal(ClientSession session, Element stanza, Jid to) {
        if (session.account().blocks(to)) {
            Element blocked = Element.of("urn:xmpp:blocking:errors", "blocked");
            return Stanzas.error(stanza, StanzaCondition.NOT_ACCEPTABLE, blocked);
        }
        boolean refused = directory
                .account(to)
                .filter(other -> other.blocks(session.jid()))
                .isPresent();
        return refused ? Stanzas.error(stanza, StanzaCondition.SERVICE_UNAVAILABLE) : null;
    }

    private void presence(ClientSession session, Element presence, @Nullable Jid to) {
        String type = Stanzas.type(presence);
        Optional<SubscriptionKind> kind = SubscriptionKind.ofWire(type);
        if (to == null && type.isEmpty()) {
            boolean tookMessages = session.takesMessages();
            presences.available(session, presence);
            if (!tookMessages) {
                messages.flush(session);
            }
            if (has(pep.specification())) {
                pep.available(session, presence);
            }
        } else if (to == null) {
            presences.unavailable(session, presence);
            pep.gone(session);
            leaveRooms(session);
        } else if (kind.isPresent()) {
            subscriptions.outbound(session, kind.get(), to.bare(), presence);
        } else if (type.equals("probe")) {
            presences.probe(session, to);
        } else {
            presences.directed(session, presence, to);
        }
    }

    /** The client is gone, however it went; what it has not acknowledged goes to others, or waits (XEP-0198). */
    public void ended(ClientSession session, List<Element> lost) {
        locked(() -> {
            remove(session);
            lost.forEach(stanza -> rescue(session, stanza));
            return null;
        });
        trace.touch();
    }

    private void rescue(ClientSession session, Element stanza) {
        if (stanza.name().equals("message")) {
            messages.redeliver(session.account(), stanza);
        } else if (Stanzas.isRequest(stanza)) {
            Jid from = Stanzas.address(stanza, "from");
            Optional.ofNullable(from)
                    .flatMap(directory::account)
                    .flatMap(account -> account.session(from.resource()))
                    .ifPresent(asking -> asking.send(Stanzas.error(stanza, StanzaCondition.SERVICE_UNAVAILABLE)));
        }
    }

    private void remove(ClientSession session) {
        if (session.account().remove(session)) {
            session.account().left(clock.instant());
            Element presence = Stanzas.presence("unavailable", session.jid(), session.bare());
            presences.unavailable(session, presence.with("to", null));
            pep.gone(session);
            leaveRooms(session);
        }
    }

    private void end(ClientSession session, StreamCondition condition, String text) {
        remove(session);
        session.outlet().fail(condition, text);
    }

    /** XEP-0077 3.2: the sessions of an account that is no more go with it, and what it had. */
    private void end(Account account) {
        for (ClientSession session : account.sessions()) {
            end(session, StreamCondition.NOT_AUTHORIZED, "the account is no more");
        }
        directory.forget(account);
        pep.forget(account);
        if (archives != null) {
            archives.forget(account);
        }
    }

    /** Delivers a message of a service's own. */
    private void post(Element message, Jid to) {
        directory.account(to).ifPresent(account -> messages.redeliver(account, message));
    }

    private void leaveRooms(ClientSession session) {
        if (rooms != null) {
            rooms.left(session);
        }
    }

    /** Looks at all sessions, sorted by when they were bound within an account. */
    public <T> List<T> sessions(Function<ClientSession, T> as) {
        return locked(() -> directory.sessions().stream().map(as).toList());
    }

    /** Looks at a user's contacts. */
    public <T> List<T> roster(String user, Function<RosterItem, T> as) {
        return locked(() -> required(user).roster().listed().stream().map(as).toList());
    }

    /** The messages that wait for a user. */
    public List<String> offline(String user) {
        return locked(
                () -> required(user).offline().stream().map(Element::toString).toList());
    }

    /** Makes two users each other's contacts. */
    public void befriend(String one, String other) {
        locked(() -> {
            subscriptions.befriend(required(one), required(other));
            return null;
        });
        trace.touch();
    }

    /** Forgets all accounts; for when nobody is signed in. */
    public void forget() {
        locked(() -> {
            directory.forget();
            pep.forget();
            if (archives != null) {
                archives.forget();
            }
            if (rooms != null) {
                rooms.forget();
            }
            return null;
        });
    }

    private Account required(String user) {
        return directory
                .account(new Jid(user, directory.domain().domain(), null))
                .orElseThrow(() -> new IllegalArgumentException("No user " + user + " at " + directory.domain()));
    }

    /** Answers such requests with an error from now on, until the returned handle is run. */
    public Runnable refuse(String payloadNamespace, StanzaCondition condition) {
        return interception.refuse(payloadNamespace, condition);
    }
}
