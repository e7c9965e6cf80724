package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Availability;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.model.Trust;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two people write numbered messages to each other while their connections are cut, half of the times for so long that
 * the server forgets the session, and once it is restarted: all arrive, once and in order. {@code -Dduet.loss=full}
 * takes 1,000 messages each way, 20 cuts and three seeds.
 */
class LossTest {

    private static final boolean FULL = "full".equals(System.getProperty("duet.loss"));
    private static final int MESSAGES = FULL ? 1_000 : 120;
    private static final int CUTS = FULL ? 20 : 4;
    private static final List<Integer> SEEDS = FULL ? List.of(1, 2, 3) : List.of(1);
    /** Longer than a request may take: what waits goes out when the archive has answered, or has not. */
    private static final Duration PATIENCE = Duration.ofSeconds(FULL ? 180 : 60);

    @TempDir
    private static Path folder;

    /** One of the two, behind a network of their own. */
    private static final class Side implements AutoCloseable {
        private final TcpWire wire;
        private final Account account;
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final Map<String, Stage> stages = new ConcurrentHashMap<>();
        private final List<CompletableFuture<Message>> sent = new ArrayList<>();
        private Contact peer;

        Side(XmppPeer server, String user, long seed) {
            wire = TcpWire.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), seed);
            account = Duet.open(AccountConfig.builder(user)
                    .xmpp(user + "@" + XmppPeer.DOMAIN, XmppPeer.PASSWORD, half -> half.server("127.0.0.1", wire.port())
                            .trust(Trust.authorities(server.authority())))
                    .build());
            account.on(ContactRequest.class, ContactRequest::approve);
            account.on(
                    MessageReceived.class, event -> received.add(event.message().body()));
            account.on(
                    MessageDelivery.class,
                    event -> stages.put(
                            event.message().body(), event.message().delivery().stage()));
        }

        void say(int first, int end) {
            for (int i = first; i < end; i++) {
                sent.add(account.conversation(peer).send(Integer.toString(i)));
            }
        }

        boolean is(LinkPhase phase) {
            return account.link(Protocol.XMPP).state().phase() == phase;
        }

        boolean hasDelivered(int count) {
            return IntStream.range(0, count).allMatch(i -> stages.get(Integer.toString(i)) == Stage.DELIVERED);
        }

        void comeBack() {
            wire.resume();
            account.networkChanged();
            await("online").atMost(PATIENCE).until(() -> is(LinkPhase.ONLINE));
        }

        @Override
        public void close() {
            account.close();
            wire.close();
        }
    }

    @Test
    @NeedsPeers("prosody")
    @Timeout(900)
    void losesNothingAtProsody() {
        losesNothing(directory -> Prosody.startForgetful(directory, "alice", "bob"));
    }

    @Test
    @NeedsPeers({"ejabberdctl", "erl", "sqlite3"})
    @Timeout(900)
    void losesNothingAtEjabberd() {
        losesNothing(directory -> Ejabberd.startForgetful(directory, "alice", "bob"));
    }

    private static void losesNothing(Function<Path, XmppPeer> start) {
        for (int seed : SEEDS) {
            XmppPeer server = start.apply(folder);
            try (Side alice = new Side(server, "alice", seed);
                    Side bob = new Side(server, "bob", seed)) {
                meet(alice, bob);
                server = talk(server, alice, bob, new Random(seed));
                check("Seed " + seed + ", Bob", bob, alice);
                check("Seed " + seed + ", Alice", alice, bob);
            } finally {
                server.close();
            }
        }
    }

    private static void meet(Side alice, Side bob) {
        Futures.await(alice.account.connect());
        Futures.await(bob.account.connect());
        alice.peer = Futures.await(alice.account.contacts().add("bob@" + XmppPeer.DOMAIN, "Bob", Set.of()));
        bob.peer = Futures.await(bob.account.contacts().add("alice@" + XmppPeer.DOMAIN, "Alice", Set.of()));
        for (Side side : List.of(alice, bob)) {
            await("the other").until(() -> side.peer.presence().availability() == Availability.AVAILABLE);
        }
    }

    private static XmppPeer talk(XmppPeer first, Side alice, Side bob, Random random) {
        XmppPeer server = first;
        int restart = random.nextInt(CUTS);
        for (int cut = 0; cut < CUTS; cut++) {
            int from = MESSAGES * cut / CUTS;
            int end = MESSAGES * (cut + 1) / CUTS;
            int middle = (from + end) / 2;
            Side victim = random.nextBoolean() ? alice : bob;
            Side other = victim == alice ? bob : alice;
            if (cut == restart) {
                alice.say(from, middle);
                bob.say(from, middle);
                // what a server took and has not stored yet is lost with it, and nobody can mend that
                await("that nothing is under way")
                        .atMost(PATIENCE)
                        .until(() -> alice.hasDelivered(middle) && bob.hasDelivered(middle));
                server = server.restarted();
                other.account.networkChanged();
            } else {
                // one message has some 400 bytes, TLS included: this is somewhere in the first half
                Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
                int bytes = random.nextInt(400 * (middle - from));
                victim.wire.cutAfter(direction, bytes, random.nextBoolean() ? Cut.RESET : Cut.CLOSE);
                alice.say(from, middle);
                bob.say(from, middle);
                await("the cut").atMost(PATIENCE).until(() -> !victim.is(LinkPhase.ONLINE));
            }
            alice.say(middle, end);
            bob.say(middle, end);
            if (cut % 2 == 1 && cut != restart) {
                await("that the server forgets")
                        .atMost(PATIENCE)
                        .until(() -> other.is(LinkPhase.ONLINE)
                                && other.peer.presence().availability() == Availability.OFFLINE);
            }
            victim.comeBack();
            other.comeBack();
        }
        return server;
    }

    private static void check(String what, Side receiver, Side sender) {
        List<String> all =
                IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList();
        await(what).atMost(PATIENCE).untilAsserted(() -> {
            List<String> missing = new ArrayList<>(all);
            missing.removeAll(receiver.received);
            assertEquals(
                    List.of(),
                    missing,
                    () -> "missing, which their sender sees as "
                            + missing.stream().map(sender.stages::get).toList());
        });
        assertEquals(all, List.copyOf(receiver.received), what);
        await(what + " said so").atMost(PATIENCE).untilAsserted(() -> {
            List<String> untold = new ArrayList<>(all);
            untold.removeIf(body -> sender.stages.get(body) == Stage.DELIVERED);
            assertEquals(
                    List.of(),
                    untold,
                    () -> "not known to be delivered: "
                            + untold.stream().map(sender.stages::get).toList());
        });
        sender.sent.forEach(Futures::await);
    }
}
