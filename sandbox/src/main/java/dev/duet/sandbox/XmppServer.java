package dev.duet.sandbox;

import dev.duet.sandbox.internal.xmpp.XmppService;
import dev.duet.sandbox.internal.xmpp.rfc6121.RosterItem;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.trace.Entry;
import dev.duet.sandbox.internal.xmpp.trace.Finding;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP server for tests, in this JVM and on 127.0.0.1: streams with STARTTLS or direct TLS, SASL, rosters,
 * subscriptions, presence, messages and IQs between its clients (RFC 6120, RFC 6121), and a handful of extensions.
 *
 * <p>It is strict where a test kit should be: what a client does wrong gets the protocol's own error <em>and</em> is
 * kept in {@link #violations()}, which a test can require to be empty. And it can misbehave on request: end streams
 * with errors, cut connections, refuse requests, stop and come back.
 *
 * <pre>{@code
 * Users users = new Users("example.org");
 * users.add("alice", "secret");
 * TestAuthority authority = TestAuthority.create();
 * try (XmppServer server = XmppServer.start(XmppServer.Config.builder(users, authority).build())) {
 *     // connect a client to 127.0.0.1, server.port(), trusting authority.certificate()
 *     server.awaitOnline("alice", Duration.ofSeconds(5));
 *     assertEquals(List.of(), server.violations());
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread. Users are named by the part before the {@code @}. Accounts live in
 * memory: rosters, stored messages and vCards outlive {@link #stop()} and {@link #restart()}, and end with the object.
 * There are no other domains: stanzas to one come back with {@code remote-server-not-found}.
 */
public final class XmppServer implements AutoCloseable {

    private final Config config;
    private final XmppService service;

    private XmppServer(Config config) {
        this.config = config;
        this.service = new XmppService(XmppServerSettings.of(config));
    }

    /**
     * Starts a server.
     *
     * @param config what it is like
     * @return the server, which already listens
     * @throws java.io.UncheckedIOException if it cannot listen
     */
    public static XmppServer start(Config config) {
        XmppServer server = new XmppServer(config);
        server.service.start();
        return server;
    }

    /**
     * The domain served.
     *
     * @return the domain of the users
     */
    public String domain() {
        return config.users().domain();
    }

    /**
     * Where clients connect that begin in plain text and go over to TLS (RFC 6120 section 5).
     *
     * @return the port on 127.0.0.1, the same after a {@link #restart()}
     */
    public int port() {
        return service.port();
    }

    /**
     * Where clients connect that begin with TLS (XEP-0368).
     *
     * @return the port on 127.0.0.1, the same after a {@link #restart()}
     * @throws IllegalStateException if the configuration turned it off
     */
    public int directTlsPort() {
        int port = service.directTlsPort();
        if (port < 0) {
            throw new IllegalStateException("Direct TLS is off: see Config.Builder.directTls");
        }
        return port;
    }

    /**
     * Stops as if the machine went down in good order: all streams end with {@code system-shutdown}, the ports refuse
     * connections, no thread is left. Without effect when stopped.
     */
    public void stop() {
        service.stop();
    }

    /**
     * Comes back on the same ports, after a {@link #stop()} if none has been made.
     *
     * @throws java.io.UncheckedIOException if a port has been taken meanwhile
     * @throws IllegalStateException after {@link #close()}
     */
    public void restart() {
        service.stop();
        service.start();
    }

    /**
     * Makes the server as new, on the same ports: stops, forgets all rosters, requests, stored messages and vCards and
     * the logs, and comes back. What {@link #refuseIq} asked for stays until it is taken back.
     *
     * @throws java.io.UncheckedIOException if a port has been taken meanwhile
     * @throws IllegalStateException after {@link #close()}
     */
    public void reset() {
        service.stop();
        service.domain().forget();
        service.files().store().forget();
        clearLog();
        service.start();
    }

    /** Stops for good. Idempotent; returns within a few seconds and leaves no thread behind. */
    @Override
    public void close() {
        service.close();
    }

    // What is going on.

    /**
     * The files that clients put here (XEP-0363).
     *
     * @return where they are, and what becomes of them
     */
    public UploadedFiles files() {
        return new UploadedFiles(service.files());
    }

    /**
     * All clients that have bound a resource.
     *
     * @return a snapshot
     */
    public List<Session> sessions() {
        return service.domain().sessions(XmppServer::session);
    }

    /**
     * A user's clients that are available, that is, have sent presence.
     *
     * @param user the user's name
     * @return a snapshot, empty while the user is offline
     */
    public List<Session> online(String user) {
        return sessions().stream()
                .filter(s -> s.user().equals(user) && s.available())
                .toList();
    }

    private static Session session(ClientSession session) {
        Element presence = session.presence();
        return new Session(
                Objects.requireNonNullElse(session.jid().local(), ""),
                Objects.requireNonNullElse(session.jid().resource(), ""),
                session.jid().toString(),
                session.since(),
                presence != null,
                session.priority(),
                presence == null
                        ? ""
                        : presence.child(Ns.CLIENT, "show").map(Element::text).orElse(""),
                presence == null ? "" : presence.toString(),
                session.carbons());
    }

    /**
     * A user's roster, as the user's clients would see it.
     *
     * @param user the user's name
     * @return a snapshot, sorted by address
     * @throws IllegalArgumentException if there is no such user
     */
    public List<Contact> roster(String user) {
        return service.domain().roster(user, XmppServer::contact);
    }

    private static Contact contact(RosterItem item) {
        return new Contact(
                item.jid().toString(),
                item.name(),
                item.groups(),
                item.subscription().wire(),
                item.subscription().pendingOut(),
                item.subscription().pendingIn());
    }

    /**
     * The messages that wait for a user, in the order in which they came.
     *
     * @param user the user's name
     * @return XML texts
     * @throws IllegalArgumentException if there is no such user
     */
    public List<String> offlineMessages(String user) {
        return service.domain().offline(user);
    }

    /**
     * Every element that went in or out, oldest first, of all connections. SASL messages and passwords are replaced by
     * {@code [redacted]}. Only the newest {@link Config#exchangeCapacity()} are kept.
     *
     * @return a snapshot
     */
    public List<Exchange> exchange() {
        return service.trace().entries(XmppServer::exchange);
    }

    private static Exchange exchange(Entry entry) {
        return new Exchange(
                entry.time(), entry.fromClient() ? Direction.RECEIVED : Direction.SENT, entry.session(), entry.text());
    }

    /**
     * What clients did against the rules, oldest first. A wrong password is none; a stanza with somebody else's
     * address, or XML that is not well-formed, is.
     *
     * @return a snapshot
     */
    public List<Violation> violations() {
        return service.trace().findings(XmppServer::violation);
    }

    private static Violation violation(Finding finding) {
        return new Violation(finding.time(), finding.session(), finding.rule(), finding.detail());
    }

    /** Forgets what {@link #exchange()} and {@link #violations()} hold. */
    public void clearLog() {
        service.trace().clear();
    }

    // Waiting.

    /**
     * Waits until the user has an available client.
     *
     * @param user the user's name
     * @param atMost how long
     * @return the available clients
     * @throws AssertionError if the time is over, saying who is signed in
     */
    public List<Session> awaitOnline(String user, Duration atMost) {
        await(() -> !online(user).isEmpty(), atMost, () -> user + " is not online; signed in are " + sessions());
        return online(user);
    }

    /**
     * Waits until the user has no client at all.
     *
     * @param user the user's name
     * @param atMost how long
     * @throws AssertionError if the time is over, saying who is signed in
     */
    public void awaitOffline(String user, Duration atMost) {
        await(
                () -> sessions().stream().noneMatch(s -> s.user().equals(user)),
                atMost,
                () -> user + " is still signed in: " + sessions());
    }

    /**
     * Waits until some element has gone in or out, from the start of the record on.
     *
     * @param wanted which one
     * @param atMost how long
     * @return the first one
     * @throws AssertionError if the time is over, with the last elements seen
     */
    public Exchange awaitExchange(Predicate<Exchange> wanted, Duration atMost) {
        try {
            Entry found = service.trace().await(entry -> wanted.test(exchange(entry)), atMost);
            if (found != null) {
                return exchange(found);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Exchange> seen = exchange();
        throw new AssertionError("No such element within " + atMost + "; the last ones were "
                + seen.subList(Math.max(0, seen.size() - 10), seen.size()));
    }

    private void await(BooleanSupplier holds, Duration atMost, java.util.function.Supplier<String> otherwise) {
        try {
            if (service.trace().await(holds, atMost)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(otherwise.get() + " (waited " + atMost + ")");
    }

    // Misbehaving on request.

    /**
     * Ends streams with an error of RFC 6120 4.9.3.
     *
     * @param user the user's name
     * @param resource which client, all of the user's for null
     * @param condition for example {@code conflict} or {@code internal-server-error}
     * @return how many streams that were
     * @throws IllegalArgumentException if there is no such condition
     */
    public int sendStreamError(String user, @Nullable String resource, String condition) {
        StreamCondition known = StreamCondition.ofWire(condition);
        List<ClientSession> chosen = choose(user, resource);
        service.fail(chosen, known, "asked for by the test");
        return chosen.size();
    }

    /**
     * Cuts connections without a closing tag, as a failing network does; what was still to be sent is lost. The
     * sessions end, or with {@linkplain XmppServerConfigBuilder#resumption resumption} wait for their clients.
     *
     * @param user the user's name
     * @param resource which client, all of the user's for null
     * @return how many connections that were
     */
    public int cut(String user, @Nullable String resource) {
        List<ClientSession> chosen = choose(user, resource);
        chosen.forEach(s -> s.outlet().cut());
        return chosen.size();
    }

    /** Makes all tokens good for nothing that clients were given to sign in with (XEP-0484). */
    public void forgetTokens() {
        service.forgetTokens();
    }

    /** Cuts all connections without a closing tag, also those that are not signed in yet. */
    public void cutConnections() {
        service.cutConnections();
    }

    private List<ClientSession> choose(String user, @Nullable String resource) {
        return service.domain().sessions(s -> s).stream()
                .filter(s -> user.equals(s.jid().local()))
                .filter(s -> resource == null || resource.equals(s.jid().resource()))
                .toList();
    }

    /**
     * From now on answers all IQ requests with such a payload, whomever they are addressed to, with an error.
     *
     * @param payloadNamespace the namespace of the IQ's child, for example {@code jabber:iq:roster}
     * @param condition a condition of RFC 6120 8.3.3, for example {@code internal-server-error}
     * @return takes the wish back when closed
     * @throws IllegalArgumentException if there is no such condition
     */
    public Refusal refuseIq(String payloadNamespace, String condition) {
        return service.domain().refuse(payloadNamespace, StanzaCondition.ofWire(condition))::run;
    }

    /**
     * Makes two users each other's contacts with a subscription both ways, as if they had asked and granted it. Their
     * clients hear of it by roster pushes and presence.
     *
     * @param one a user's name
     * @param other another user's name
     * @throws IllegalArgumentException if there is no such user
     */
    public void befriend(String one, String other) {
        service.domain().befriend(one, other);
    }

    /** Domain and ports. */
    @Override
    public String toString() {
        return "XmppServer[" + domain() + ", port " + service.port() + ", direct TLS " + service.directTlsPort() + ']';
    }

    /** A wish that can be taken back. */
    @FunctionalInterface
    public interface Refusal extends AutoCloseable {

        /** Takes it back. Idempotent. */
        @Override
        void close();
    }

    /** Which way an element went, seen from the server. */
    public enum Direction {
        /** From a client to the server. */
        RECEIVED,
        /** From the server to a client. */
        SENT
    }

    /**
     * One element that crossed the wire.
     *
     * @param time when the server read or queued it
     * @param direction which way
     * @param session the client's full JID, or a number while it has none
     * @param text XML in the namespace {@code jabber:client}, without secrets
     */
    public record Exchange(Instant time, Direction direction, String session, String text) {}

    /**
     * A rule that a client broke.
     *
     * @param time when the server saw it
     * @param session the client's full JID, or a number while it has none
     * @param rule the specification and its section, or the stream error that it led to
     * @param detail what was wrong, without content of the stanza
     */
    public record Violation(Instant time, String session, String rule, String detail) {}

    /**
     * A client with a bound resource.
     *
     * @param user the part before the {@code @}
     * @param resource the resource
     * @param jid the full JID
     * @param since when the resource was bound
     * @param available whether it has sent presence
     * @param priority the presence's priority, -128 to 127, 0 while there is none
     * @param show the presence's {@code <show/>}, empty for none
     * @param presence the presence as XML, empty while there is none
     * @param carbons whether it has asked for carbon copies (XEP-0280)
     */
    public record Session(
            String user,
            String resource,
            String jid,
            Instant since,
            boolean available,
            int priority,
            String show,
            String presence,
            boolean carbons) {}

    /**
     * An item of a roster.
     *
     * @param jid the contact's bare JID
     * @param name the handle, empty for none
     * @param groups the groups, in the order given
     * @param subscription {@code none}, {@code to}, {@code from} or {@code both} (RFC 6121 2.1.2.5)
     * @param asked whether the user's request waits for the contact's answer
     * @param asking whether the contact's request waits for the user's answer
     */
    public record Contact(
            String jid, String name, Set<String> groups, String subscription, boolean asked, boolean asking) {

        /** Copies the groups. */
        public Contact {
            groups = java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<>(groups));
        }
    }

    /** What a client gets that asks for a resource in use (RFC 6120 7.7.2.2). */
    public enum Conflict {
        /** A resource that the server makes up. */
        ASSIGN,
        /** The resource; the other client's stream ends with {@code conflict}. */
        REPLACE
    }

    /** How a stream that begins in plain text is secured. */
    public enum StartTls {
        /** Nothing else goes on before TLS. */
        REQUIRED,
        /** Clients may go without; PLAIN is offered only after TLS. */
        OPTIONAL,
        /** There is none; PLAIN is not offered. */
        NOT_OFFERED
    }

    /**
     * What a server is like; see {@link XmppServerConfigBuilder} for each part.
     *
     * @param users who has an account, and the domain
     * @param authority who signs the certificate
     * @param tls the context to use instead of one by the authority, null for the authority's
     * @param port where to listen for clients that begin in plain text, 0 for any free port
     * @param directTlsPort where to listen for clients that begin with TLS, 0 for any free port, -1 for nowhere
     * @param startTls how streams are secured
     * @param mechanisms the SASL mechanisms offered, in that order
     * @param conflict what happens when a resource is in use
     * @param without what is switched off
     * @param maxStanzaCharacters the characters of a stanza
     * @param maxDepth how deep elements may nest in a stanza
     * @param negotiationTimeout how long the server waits for each element until a resource is bound
     * @param resumption how long a session waits for its lost client (XEP-0198), zero for not offered
     * @param maxQueuedBytes how much may wait for a client that does not read
     * @param exchangeCapacity how many elements are kept
     * @param services the other servers that clients are told of (XEP-0215)
     * @param maxUpload the largest file, in bytes (XEP-0363)
     */
    public record Config(
            Users users,
            TestAuthority authority,
            @Nullable SSLContext tls,
            int port,
            int directTlsPort,
            StartTls startTls,
            List<String> mechanisms,
            Conflict conflict,
            Set<String> without,
            int maxStanzaCharacters,
            int maxDepth,
            Duration negotiationTimeout,
            Duration resumption,
            int maxQueuedBytes,
            int exchangeCapacity,
            List<ExternalService> services,
            long maxUpload) {

        static final List<String> MECHANISMS = List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN");

        /**
         * Checks and copies.
         *
         * @throws IllegalArgumentException if a mechanism or switch is unknown, a limit is not positive, or a time
         *     negative
         */
        public Config {
            mechanisms = List.copyOf(mechanisms);
            without = Set.copyOf(without);
            services = List.copyOf(services);
            if (mechanisms.isEmpty() || !XmppServerSettings.KNOWN.containsAll(mechanisms)) {
                throw new IllegalArgumentException(
                        "Mechanisms are some of " + XmppServerSettings.KNOWN + ", not " + mechanisms);
            }
            if (!XmppServerSettings.SWITCHES.containsAll(without)) {
                throw new IllegalArgumentException("What can be switched off is "
                        + new TreeSet<>(XmppServerSettings.SWITCHES) + ", not " + without);
            }
            if (maxStanzaCharacters <= 0
                    || maxDepth <= 0
                    || maxQueuedBytes <= 0
                    || exchangeCapacity <= 0
                    || maxUpload <= 0
                    || maxUpload > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("Limits are positive, and files smaller than 2 GiB");
            }
            if (negotiationTimeout.isNegative() || negotiationTimeout.isZero()) {
                throw new IllegalArgumentException("The negotiation timeout is positive");
            }
            if (resumption.isNegative()) {
                throw new IllegalArgumentException("The resumption time is not negative");
            }
        }

        /**
         * Begins a configuration with the defaults: free ports, STARTTLS required, direct TLS on, SCRAM-SHA-256,
         * SCRAM-SHA-1 and PLAIN, resources assigned on conflict, nothing switched off.
         *
         * @param users who has an account, and the domain
         * @param authority who signs the server's certificate, which names the domain
         * @return a builder
         */
        public static XmppServerConfigBuilder builder(Users users, TestAuthority authority) {
            return new XmppServerConfigBuilder(users, authority);
        }

        /** Users and ports. */
        @Override
        public String toString() {
            return "Config[" + users + ", " + mechanisms + ", STARTTLS " + startTls + ", without " + without + ']';
        }
    }
}
