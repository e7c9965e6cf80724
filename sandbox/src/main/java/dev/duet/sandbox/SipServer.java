package dev.duet.sandbox;

import dev.duet.sandbox.internal.sip.Hooked;
import dev.duet.sandbox.internal.sip.MessageLog;
import dev.duet.sandbox.internal.sip.Settings;
import dev.duet.sandbox.internal.sip.SipHost;
import dev.duet.sandbox.internal.sip.auth.DigestSettings;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.registrar.RegistrarSettings;
import dev.duet.sandbox.internal.sip.transaction.TimerValues;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A SIP registrar, stateful proxy and event server (RFC 3261, RFC 6665, RFC 3903) in the JVM, for tests of SIP clients.
 * It listens on 127.0.0.1 by UDP, TCP and TLS on ports of its own choice, sends nothing beyond loopback, and is strict:
 * what a client does against the rules is answered by the status code that the rules name, and put on record in
 * {@link #violations()}.
 *
 * <pre>{@code
 * Users users = new Users("example.com");
 * users.add("alice", "secret");
 * try (SipServer server = SipServer.start(SipServer.Config.builder(users).build())) {
 *     client.register("sip:alice@example.com", "secret", "127.0.0.1", server.udpPort());
 *     server.awaitRegistration("alice", Duration.ofSeconds(5));
 *     assertThat(server.violations()).isEmpty();
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread. The server runs on one thread, which is gone after {@link #close()}.
 */
public final class SipServer implements AutoCloseable {

    /** How digest credentials protect the request: RFC 7616 3.4.3. */
    public enum Qop {
        /** Method and URI. */
        AUTH("auth"),
        /** The body as well. */
        AUTH_INT("auth-int");

        private final String token;

        Qop(String token) {
            this.token = token;
        }
    }

    /** Digest algorithms. */
    public enum Algorithm {
        /** RFC 8760. */
        SHA_512_256("SHA-512-256"),
        /** RFC 8760. */
        SHA_256("SHA-256"),
        /** RFC 3261 22.4. */
        MD5("MD5");

        private final String token;

        Algorithm(String token) {
            this.token = token;
        }
    }

    /**
     * How a server shall behave. Made by {@link #builder(Users)}.
     *
     * @param users who may sign in; their domain is the server's domain and realm
     * @param tls the context of the TLS listener; empty for none
     * @param algorithms the digest algorithms offered, in this order, the best first (RFC 8760 2.4); at least one
     * @param qop the qop values offered; empty for the digest without qop of RFC 2069
     * @param nonceLifetime after this a nonce is answered by {@code stale=true}
     * @param minExpires registrations, subscriptions and publications for less are answered by 423
     * @param maxExpires longer ones are cut down to this
     * @param defaultExpires how long they last if the client does not say
     * @param challenge whether people of the domain are asked for credentials by 407 for INVITE, MESSAGE, SUBSCRIBE,
     *     PUBLISH and REFER outside a dialog; REGISTER is always asked by 401
     * @param recordRoute whether the proxy stays in the path of dialogs
     * @param presence whether SUBSCRIBE and PUBLISH for users are answered here; else they are relayed
     * @param t1 timer T1 (RFC 3261 17.1.1.1), by default 500 ms; time-outs are 64 times this
     * @param ringing timer C (RFC 3261 16.6), how long an INVITE may ring, by default 180 s
     * @param maxMessageSize the longest message taken from a TCP or TLS connection, in bytes
     */
    public record Config(
            Users users,
            Optional<SSLContext> tls,
            List<Algorithm> algorithms,
            List<Qop> qop,
            Duration nonceLifetime,
            Duration minExpires,
            Duration maxExpires,
            Duration defaultExpires,
            boolean challenge,
            boolean recordRoute,
            boolean presence,
            Duration t1,
            Duration ringing,
            int maxMessageSize) {

        /** Copies the lists. */
        public Config {
            algorithms = List.copyOf(algorithms);
            qop = List.copyOf(qop);
            if (algorithms.isEmpty()) {
                throw new IllegalArgumentException("At least one digest algorithm is needed");
            }
        }

        /**
         * Begins with: no TLS, SHA-256 before MD5, qop auth, nonces that last 5 minutes, 60 to 3600 s of registration,
         * challenges, Record-Route and presence.
         *
         * @param users who may sign in
         * @return a builder, for one thread
         */
        public static SipServerConfigBuilder builder(Users users) {
            return new SipServerConfigBuilder(users);
        }
    }

    /**
     * Something that a client did against the rules.
     *
     * @param time when
     * @param transport {@code UDP}, {@code TCP} or {@code TLS}
     * @param peer the client's address
     * @param rule where the rule stands, for example {@code RFC 3261 8.1.1.7}
     * @param what what is wrong
     * @param text the message, with credentials blotted out
     */
    public record Violation(
            Instant time, String transport, InetSocketAddress peer, String rule, String what, String text) {}

    /**
     * A contact under which a user can be reached now.
     *
     * @param user the user's name
     * @param contact the contact URI
     * @param q preference, 0 to 1
     * @param expires when it ends unless refreshed
     * @param transport what the registration came over: {@code UDP}, {@code TCP} or {@code TLS}
     * @param peer where the registration came from
     * @param connected whether requests can still go there; false once a TCP or TLS connection has closed
     */
    public record Registration(
            String user,
            String contact,
            double q,
            Instant expires,
            String transport,
            InetSocketAddress peer,
            boolean connected) {}

    /**
     * A request as a hook sees it.
     *
     * @param method for example {@code INVITE}
     * @param uri the Request-URI
     * @param from the user name in From, or empty
     * @param to the user name in To, or empty
     * @param inDialog whether To has a tag
     * @param text the whole message, with credentials blotted out
     */
    public record Request(String method, String uri, String from, String to, boolean inDialog, String text) {}

    /** Undoes what it was returned for; closing twice does nothing more. */
    public interface Hook extends AutoCloseable {
        @Override
        void close();
    }

    private record Rule(Predicate<Request> when, Optional<SipReply> reply) {}

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final SipHost host;

    private SipServer(Config config) {
        host = new SipHost(hosting(config));
    }

    private SipHost.Hosting hosting(Config config) {
        DigestSettings digest = new DigestSettings(
                config.users().domain(),
                config.algorithms().stream().map(a -> a.token).toList(),
                config.qop().stream().map(q -> q.token).toList(),
                config.nonceLifetime(),
                name -> config.users().find(name).map(SandboxUser::password));
        RegistrarSettings registrar = new RegistrarSettings(
                config.minExpires(), config.maxExpires(), config.defaultExpires(), name -> config.users()
                        .find(name)
                        .isPresent());
        Settings settings = new Settings(
                config.users().domain(),
                digest,
                registrar,
                TimerValues.of(config.t1(), config.ringing()),
                config.challenge(),
                config.recordRoute(),
                config.presence(),
                this::hooked);
        return new SipHost.Hosting(settings, config.tls(), config.maxMessageSize());
    }

    /**
     * Starts a server; when this returns it listens.
     *
     * @param config how it shall behave
     * @return the running server
     * @throws java.io.UncheckedIOException if it cannot listen
     */
    public static SipServer start(Config config) {
        SipServer server = new SipServer(config);
        server.host.start();
        return server;
    }

    /**
     * The port for UDP, the same as long as the server lives.
     *
     * @return the port on 127.0.0.1
     */
    public int udpPort() {
        return host.port(Transport.UDP);
    }

    /**
     * The port for TCP, the same as long as the server lives.
     *
     * @return the port on 127.0.0.1
     */
    public int tcpPort() {
        return host.port(Transport.TCP);
    }

    /**
     * The port for TLS, the same as long as the server lives.
     *
     * @return the port on 127.0.0.1
     * @throws IllegalStateException if TLS is off
     */
    public int tlsPort() {
        return host.port(Transport.TLS);
    }

    /**
     * Stops as a server does that dies: sockets close without a word, and registrations, calls and subscriptions are
     * forgotten. Does nothing if it is stopped already.
     */
    public void stop() {
        host.stop();
    }

    /**
     * Listens again on the same ports. Does nothing if it runs.
     *
     * @throws java.io.UncheckedIOException if another program has taken a port meanwhile
     * @throws IllegalStateException after {@link #close()}
     */
    public void restart() {
        host.start();
    }

    /** Cuts all TCP and TLS connections, as a router does that forgets them; the listeners stay. */
    public void cutConnections() {
        host.cutConnections();
    }

    /**
     * Ends all subscriptions to a user with a last NOTIFY.
     *
     * @param user the name of the user who is watched
     * @param reason {@code deactivated}, {@code probation}, {@code rejected}, {@code timeout}, {@code giveup},
     *     {@code noresource} or {@code invariant}: what each asks of the watcher stands in RFC 6665 4.1.3
     */
    public void endSubscriptions(String user, String reason) {
        host.endSubscriptions(user, reason);
    }

    /**
     * The contacts of a user, the preferred first.
     *
     * @param user the user's name
     * @return the registrations of this moment; empty if there is none
     */
    public List<Registration> registrations(String user) {
        return host.bindings(user).stream()
                .map(b -> new Registration(
                        b.user(),
                        b.contact().uri(),
                        b.q() / 1000.0,
                        b.expires(),
                        b.flow().transport().name(),
                        b.flow().remote(),
                        b.flow().open()))
                .toList();
    }

    /**
     * Answers certain requests in place of the server, before it looks at them further; credentials are not checked.
     * The first rule that fits wins. Broken requests never come this far, and neither do ACK, CANCEL and repetitions.
     *
     * @param when which requests; called on the server's thread
     * @param reply what to answer
     * @return removes the rule when closed
     */
    public Hook onRequest(Predicate<Request> when, SipReply reply) {
        return add(new Rule(when, Optional.of(reply)));
    }

    /**
     * Leaves certain requests without any answer, as a server does that hangs. Else as {@link #onRequest}.
     *
     * @param when which requests; called on the server's thread
     * @return removes the rule when closed
     */
    public Hook ignore(Predicate<Request> when) {
        return add(new Rule(when, Optional.empty()));
    }

    private Hook add(Rule rule) {
        rules.add(rule);
        return () -> rules.remove(rule);
    }

    private Hooked hooked(SipRequest request, Flow flow) {
        if (rules.isEmpty()) {
            return new Hooked.Pass();
        }
        Request view = new Request(
                request.method(),
                request.uri(),
                request.from().sipUri().map(u -> u.user()).orElse(""),
                request.to().sipUri().map(u -> u.user()).orElse(""),
                request.inDialog(),
                MessageLog.redact(request.startLine() + "\r\n" + request.headers() + "\r\n" + request.bodyText()));
        Optional<Rule> fitting = rules.stream().filter(r -> r.when().test(view)).findFirst();
        if (fitting.isEmpty()) {
            return new Hooked.Pass();
        }
        return fitting.get().reply().map(reply -> answer(request, reply)).orElseGet(Hooked.Ignore::new);
    }

    private static Hooked answer(SipRequest request, SipReply reply) {
        SipResponse response = SipResponse.to(request, reply.status(), reply.reason());
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            response = response.header(header.getKey(), header.getValue());
        }
        return new Hooked.Answer(response);
    }

    /**
     * The messages that went by since the start or the last {@link #clearLog()}, at most the last 20,000.
     *
     * @return a snapshot that does not change, the oldest first
     */
    public List<SipExchange> exchange() {
        return host.log().messages().stream().map(SipServer::exchanged).toList();
    }

    private static SipExchange exchanged(MessageLog.Message m) {
        SipExchange.Direction direction = m.sent() ? SipExchange.Direction.SENT : SipExchange.Direction.RECEIVED;
        return new SipExchange(m.time(), direction, m.transport().name(), m.peer(), m.text());
    }

    /**
     * What clients did against the rules since the start or the last {@link #clearLog()}. A good client leaves this
     * empty.
     *
     * @return a snapshot that does not change, the oldest first
     */
    public List<Violation> violations() {
        return host.log().violations().stream()
                .map(v -> new Violation(v.time(), v.transport().name(), v.peer(), v.rule(), v.what(), v.text()))
                .toList();
    }

    /** Forgets the messages and violations seen so far. */
    public void clearLog() {
        host.log().clear();
    }

    /**
     * Waits until a user has at least one contact.
     *
     * @param user the user's name
     * @param timeout how long to wait
     * @return the preferred contact
     * @throws AssertionError if there is none in time; it shows what was said
     */
    public Registration awaitRegistration(String user, Duration timeout) {
        return await(
                "a registration of " + user, () -> registrations(user).stream().findFirst(), timeout);
    }

    /**
     * Waits until a user has no contact left.
     *
     * @param user the user's name
     * @param timeout how long to wait
     * @throws AssertionError if there still is one then; it shows what was said
     */
    public void awaitNoRegistration(String user, Duration timeout) {
        await(
                "no registration of " + user,
                () -> registrations(user).isEmpty() ? Optional.of(true) : Optional.empty(),
                timeout);
    }

    /**
     * Waits for a message, which may have gone by already.
     *
     * @param which the wanted message
     * @param timeout how long to wait
     * @return the first such message
     * @throws AssertionError if there is none in time; it shows what was said
     */
    public SipExchange awaitMessage(Predicate<SipExchange> which, Duration timeout) {
        return await("a message", () -> exchange().stream().filter(which).findFirst(), timeout);
    }

    private <T> T await(String what, Supplier<Optional<T>> condition, Duration timeout) {
        try {
            return host.log()
                    .await(condition, timeout)
                    .orElseThrow(
                            () -> new AssertionError("No sign of " + what + " within " + timeout + ".\n" + story()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what, e);
        }
    }

    /** The last start lines and all violations, for the reader of a failed test. */
    private String story() {
        List<SipExchange> all = exchange();
        StringBuilder out = new StringBuilder("Last messages:\n");
        all.subList(Math.max(0, all.size() - 20), all.size()).forEach(m -> out.append(m.time())
                .append(m.direction() == SipExchange.Direction.SENT ? " -> " : " <- ")
                .append(m.transport())
                .append(' ')
                .append(m.peer())
                .append("  ")
                .append(m.startLine())
                .append('\n'));
        violations().forEach(v -> out.append("Violation: ").append(v.what()).append('\n'));
        return out.toString();
    }

    /** Stops the server and its thread. Idempotent; after it the logs can still be read. */
    @Override
    public void close() {
        host.close();
    }

    /** The ports. */
    @Override
    public String toString() {
        return "SipServer" + host.ports();
    }
}
