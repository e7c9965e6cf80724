package dev.duet.sandbox.internal.xmpp;

import dev.duet.sandbox.internal.xmpp.net.ClientStream;
import dev.duet.sandbox.internal.xmpp.net.StreamHost;
import dev.duet.sandbox.internal.xmpp.net.Workers;
import dev.duet.sandbox.internal.xmpp.routing.Domain;
import dev.duet.sandbox.internal.xmpp.sasl.ChannelBinding;
import dev.duet.sandbox.internal.xmpp.sasl.External;
import dev.duet.sandbox.internal.xmpp.sasl.OAuthBearer;
import dev.duet.sandbox.internal.xmpp.sasl.Plain;
import dev.duet.sandbox.internal.xmpp.sasl.SaslMechanism;
import dev.duet.sandbox.internal.xmpp.sasl.Scram;
import dev.duet.sandbox.internal.xmpp.sasl.ScramHash;
import dev.duet.sandbox.internal.xmpp.sasl.TokenStore;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.Outlet;
import dev.duet.sandbox.internal.xmpp.trace.Trace;
import dev.duet.sandbox.internal.xmpp.xep0077.RegisterHandler;
import dev.duet.sandbox.internal.xmpp.xep0198.ManagedOutlet;
import dev.duet.sandbox.internal.xmpp.xep0363.FileServer;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;
import dev.duet.sandbox.internal.xmpp.xml.StreamException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners, the connections and the domain of one server. Accounts outlive a stop and a start. */
public final class XmppService implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final ServerSettings settings;
    private final Trace trace;
    private final Domain domain;
    private final Host host;
    private final AtomicLong connections = new AtomicLong();
    private int port;
    private int directTlsPort;
    private @Nullable Running running;
    private boolean closed;

    public XmppService(ServerSettings settings) {
        this.settings = settings;
        this.trace = new Trace(settings.traceCapacity());
        this.domain = new Domain(settings.domain(), trace, Clock.systemUTC());
        this.host = new Host(domain, settings);
        this.port = settings.port();
        this.directTlsPort = settings.directTlsPort();
    }

    public Domain domain() {
        return domain;
    }

    /** Takes and gives files. */
    public FileServer files() {
        return settings.files();
    }

    public Trace trace() {
        return trace;
    }

    public synchronized int port() {
        return port;
    }

    /** Negative when there is none. */
    public synchronized int directTlsPort() {
        return directTlsPort;
    }

    /** Listens, from the second time on where it did before. Without effect while it runs. */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("This server is closed: start a new one");
        }
        if (running == null) {
            Running started = new Running(port, directTlsPort);
            port = started.startTls.port();
            directTlsPort = started.directTls == null ? -1 : started.directTls.port();
            running = started;
            settings.files().resume();
        }
    }

    /** Ends all connections and gives the ports back. Without effect while it is stopped. */
    public synchronized void stop() {
        Running stopping = running;
        if (stopping != null) {
            running = null;
            settings.files().close();
            stopping.close();
        }
    }

    /** Ends those streams with an error. */
    public void fail(List<ClientSession> sessions, StreamCondition condition, String text) {
        for (ClientSession session : sessions) {
            session.outlet().fail(condition, text);
            host.ended(session);
        }
    }

    /** No token is good for anything any more (XEP-0484). */
    public void forgetTokens() {
        host.tokens().clear();
    }

    /** Ends all connections without a word. */
    public synchronized void cutConnections() {
        if (running != null) {
            running.streams.forEach(ClientStream::cut);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    /** What exists only between a start and a stop. */
    private final class Running implements AutoCloseable {
        private final Workers workers = new Workers();
        private final Set<ClientStream> streams = ConcurrentHashMap.newKeySet();
        private final Listener startTls;
        private final @Nullable Listener directTls;
        private volatile boolean stopping;

        Running(int port, int directTlsPort) {
            startTls = new Listener(port, socket -> accept(socket, false));
            try {
                directTls = directTlsPort < 0 ? null : new Listener(directTlsPort, socket -> accept(socket, true));
            } catch (java.io.UncheckedIOException e) {
                startTls.close();
                throw e;
            }
            workers.read(startTls);
            if (directTls != null) {
                workers.read(directTls);
            }
        }

        private void accept(Socket socket, boolean tls) {
            ClientStream stream = new ClientStream(
                    socket, tls, connections.incrementAndGet(), settings.stream(), host, workers, trace);
            streams.add(stream);
            workers.read(() -> {
                try {
                    stream.run();
                } finally {
                    streams.remove(stream);
                    trace.touch();
                }
            });
            if (stopping) {
                stream.cut();
            }
        }

        /** Gives clients a moment to hear the last word. */
        private boolean allGone() {
            try {
                return trace.await(streams::isEmpty, FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            stopping = true;
            startTls.close();
            if (directTls != null) {
                directTls.close();
            }
            streams.forEach(stream -> stream.fail(StreamCondition.SYSTEM_SHUTDOWN, "the sandbox stops"));
            if (!allGone()) {
                streams.forEach(ClientStream::cut);
            }
            workers.close();
            // Those that only wait to be resumed have no stream that would end them.
            domain.sessions(s -> s).forEach(host::ended);
        }
    }

    /** Joins the streams to the domain. */
    private static final class Host implements StreamHost {
        private final Domain domain;
        private final ServerSettings settings;
        private final ScramVerifiers verifiers;
        private final TokenStore tokens;

        Host(Domain domain, ServerSettings settings) {
            this.domain = domain;
            this.settings = settings;
            this.verifiers = new ScramVerifiers(settings.credentials());
            this.tokens = new TokenStore(settings.credentials());
        }

        @Override
        public SaslMechanism mechanism(String name, ChannelBinding channel) {
            return switch (name) {
                case "PLAIN" -> new Plain(settings.credentials());
                case External.NAME -> new External(settings.credentials(), channel.clients());
                case "OAUTHBEARER" -> new OAuthBearer(settings.credentials());
                case "SCRAM-SHA-1" -> scram(ScramHash.SHA_1, false, channel);
                case "SCRAM-SHA-256" -> scram(ScramHash.SHA_256, false, channel);
                case "SCRAM-SHA-512" -> scram(ScramHash.SHA_512, false, channel);
                case "SCRAM-SHA-1-PLUS" -> scram(ScramHash.SHA_1, true, channel);
                case "SCRAM-SHA-256-PLUS" -> scram(ScramHash.SHA_256, true, channel);
                case "SCRAM-SHA-512-PLUS" -> scram(ScramHash.SHA_512, true, channel);
                default -> throw new IllegalArgumentException("No mechanism " + name);
            };
        }

        private Scram scram(ScramHash hash, boolean plus, ChannelBinding channel) {
            String nonce = UUID.randomUUID().toString();
            return new Scram(hash, settings.credentials(), user -> verifiers.of(hash, user), nonce, plus, channel);
        }

        @Override
        public TokenStore tokens() {
            return tokens;
        }

        @Override
        public Optional<Element> register(Element iq) {
            return RegisterHandler.early(iq, settings.credentials());
        }

        @Override
        public Binding bind(String user, @Nullable String resource, Outlet outlet, Consumer<ClientSession> bound) {
            Domain.Binding binding = domain.bind(user, resource, outlet, bound);
            return new Binding(binding.session(), binding.refusal());
        }

        @Override
        public void received(ClientSession session, Element stanza) throws StreamException {
            domain.received(session, stanza);
        }

        @Override
        public @Nullable ClientSession resumable(String user, String id) {
            return domain.sessions(s -> s).stream()
                    .filter(s -> user.equals(s.jid().local()))
                    .filter(s -> ManagedOutlet.of(s.outlet())
                            .filter(outlet -> outlet.isResumable(id))
                            .isPresent())
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public void ended(ClientSession session) {
            List<Element> lost =
                    ManagedOutlet.of(session.outlet()).map(ManagedOutlet::close).orElse(List.of());
            domain.ended(session, lost);
        }
    }
}
