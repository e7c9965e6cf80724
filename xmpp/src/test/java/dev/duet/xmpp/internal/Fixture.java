package dev.duet.xmpp.internal;

import static org.awaitility.Awaitility.await;

import dev.duet.model.Address;
import dev.duet.model.LinkPhase;
import dev.duet.model.RosterEntry;
import dev.duet.model.RosterEntry.Visibility;
import dev.duet.model.Secret;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.Users;
import dev.duet.sandbox.XmppServer;
import dev.duet.sandbox.XmppServerConfigBuilder;
import dev.duet.sandbox.wire.TcpWire;
import dev.duet.spi.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A sandbox server with Alice, Bob and Carol, and a stack of ours whose links go there. */
final class Fixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final TestAuthority AUTHORITY = TestAuthority.create();
    static final Path PEM = pem();

    final Users users = new Users("example.org");
    final XmppServer server;
    final TestRuntime runtime = new TestRuntime();
    final XmppStack stack = new XmppStack(runtime);
    private final AtomicLong operations = new AtomicLong();

    Fixture() {
        this(builder -> builder);
    }

    Fixture(UnaryOperator<XmppServerConfigBuilder> change) {
        users.add("alice", "alice-secret");
        users.add("bob", "bob-secret");
        users.add("carol", "carol-secret");
        server = XmppServer.start(
                change.apply(XmppServer.Config.builder(users, AUTHORITY)).build());
    }

    /** A network of its own to the server, for a test to break. */
    TcpWire wire() {
        return TcpWire.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 1);
    }

    private static Path pem() {
        try {
            Path dir = Files.createTempDirectory("duet-xmpp");
            dir.toFile().deleteOnExit();
            Path pem = AUTHORITY.writePem(dir);
            pem.toFile().deleteOnExit();
            return pem;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A link of a user, and what it told. */
    final class Client {
        final Link link;
        final Facts facts = new Facts();
        final Address.Xmpp address;

        Client(XmppConfig config) {
            address = config.address();
            link = runtime.onLoop(() -> stack.link(config, facts));
            facts.onMessage = message -> runtime.loop()
                    .execute(() ->
                            link.received(message.from(), message.id(), Link.Reception.KEPT)); // as an account does
        }

        Client connect() {
            runtime.onLoop(link::connect);
            return this;
        }

        Client online() {
            connect();
            reaches(LinkPhase.ONLINE);
            return this;
        }

        void reaches(LinkPhase phase) {
            eventually(() -> facts.state().phase() == phase);
        }

        /** Does something on the loop, with a new operation number. */
        long command(Command command) {
            long operation = operations.incrementAndGet();
            runtime.onLoop(() -> command.run(link, operation));
            return operation;
        }

        void add(Client contact, String name, String... groups) {
            command((to, operation) -> to.putContact(
                    operation, new RosterEntry(contact.address, name, Set.of(groups), Visibility.NONE, false)));
        }

        void send(String id, Client to, String body) {
            runtime.onLoop(() -> link.send(id, to.address, body));
        }
    }

    /** A command of a link. */
    interface Command {
        void run(Link link, long operation);
    }

    /** How a user signs in to this server. */
    XmppConfig.Builder config(String user) {
        return XmppConfig.builder(Address.xmpp(user + "@example.org"), Secret.of(user + "-secret"))
                .server("127.0.0.1", server.port())
                .trust(Trust.authorities(PEM))
                .timeout(Duration.ofSeconds(20));
    }

    Client client(String user) {
        return new Client(config(user).build());
    }

    Client client(XmppConfig.Builder config) {
        return new Client(config.build());
    }

    /** Two users who see each other. */
    void befriend(Client one, Client other) {
        server.befriend(one.address.local(), other.address.local());
        eventually(() -> !one.facts.of(other.address).isEmpty()
                && !other.facts.of(one.address).isEmpty());
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    @Override
    public void close() {
        stack.close();
        runtime.close();
        server.close();
    }
}
