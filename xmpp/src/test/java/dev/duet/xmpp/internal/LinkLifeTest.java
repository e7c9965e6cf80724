package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.OwnPresence;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.XmppServer;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import dev.duet.xmpp.internal.Fixture.Client;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a link that is online. */
class LinkLifeTest {

    @Test
    void waitsWhenTheServerStopsAndComesBackWithIt() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            Client bob = fixture.client("bob").online();
            fixture.befriend(alice, bob);

            fixture.server.stop();
            alice.reaches(LinkPhase.WAITING);
            assertEquals(Kind.NETWORK, alice.facts.failure().kind());
            assertEquals(Failure.Retry.LATER, alice.facts.failure().retry());
            assertTrue(alice.facts.presence.isEmpty(), "Nothing is known of Bob any more");

            fixture.server.restart();
            alice.reaches(LinkPhase.ONLINE);
            Fixture.eventually(() -> !alice.facts.of(bob.address).isEmpty());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void triesAtOnceWhenTheNetworkChangesWhileItWaits() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            fixture.server.stop();
            alice.reaches(LinkPhase.WAITING);
            fixture.server.restart();
            int before = alice.facts.states.size();
            fixture.runtime.onLoop(alice.link::networkChanged);
            assertInstanceOf(LinkState.Connecting.class, alice.facts.states.get(before));
            alice.reaches(LinkPhase.ONLINE);
        }
    }

    @Test
    void doesNotFightForAResourceThatAnotherSignInTook() {
        try (Fixture fixture = new Fixture(builder -> builder.conflict(XmppServer.Conflict.REPLACE))) {
            Client first =
                    fixture.client(fixture.config("alice").resource("desk")).online();
            fixture.client(fixture.config("alice").resource("desk")).online();

            first.reaches(LinkPhase.FAILED);
            assertEquals("conflict", first.facts.failure().wire().condition());
            assertEquals(Failure.Retry.NEVER, first.facts.failure().retry());
        }
    }

    @Test
    void signsInAgainAfterAStreamErrorThatPasses() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            fixture.server.sendStreamError("alice", null, "internal-server-error");
            Fixture.eventually(() -> alice.facts.states.stream()
                    .anyMatch(state -> state instanceof LinkState.Waiting waiting
                            && waiting.failure().wire() != null
                            && waiting.failure().wire().condition().equals("internal-server-error")));
            alice.reaches(LinkPhase.ONLINE);
        }
    }

    @Test
    void tellsOfAPolicyViolationAsRefused() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            fixture.server.sendStreamError("alice", null, "policy-violation");
            alice.reaches(LinkPhase.WAITING);
            assertEquals(Kind.REFUSED, alice.facts.failure().kind());
        }
    }

    @Test
    void noticesACutConnection() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            fixture.server.cut("alice", null);
            Fixture.eventually(() -> alice.facts.states.stream()
                    .anyMatch(state -> state instanceof LinkState.Waiting waiting
                            && waiting.failure().kind() == Kind.NETWORK));
            alice.reaches(LinkPhase.ONLINE);
        }
    }

    @Test
    void noticesThatNobodyIsThereWhenTheNetworkChanged() {
        try (Fixture fixture = new Fixture();
                TcpWire wire = fixture.wire()) {
            Client alice = fixture.client(fixture.config("alice").server("127.0.0.1", wire.port()))
                    .online();
            wire.cut(Cut.SILENT);
            fixture.runtime.onLoop(alice.link::networkChanged);
            Fixture.eventually(() -> alice.facts.states.stream()
                    .anyMatch(state -> state instanceof LinkState.Waiting waiting
                            && waiting.failure().kind() == Kind.NETWORK
                            && waiting.failure().message().contains("silent")));
            wire.resume();
            alice.reaches(LinkPhase.ONLINE);
        }
    }

    @Test
    void staysWhenTheServerAnswersThePing() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            fixture.runtime.onLoop(alice.link::networkChanged);
            String ping = fixture.server
                    .awaitExchange(exchange -> exchange.text().contains("urn:xmpp:ping"), Fixture.PATIENCE)
                    .text();
            String id = ping.replaceAll(".* id='([^']+)'.*", "id='$1'");
            fixture.server.awaitExchange(
                    exchange -> exchange.direction() == XmppServer.Direction.SENT
                            && exchange.text().contains(id),
                    Fixture.PATIENCE);
            assertEquals(LinkPhase.ONLINE, alice.facts.state().phase());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void saysGoodByeWhenItDisconnects() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            Client bob = fixture.client("bob").online();
            fixture.befriend(alice, bob);

            fixture.runtime.onLoop(alice.link::disconnect);
            alice.reaches(LinkPhase.OFFLINE);
            Fixture.eventually(() -> bob.facts.of(alice.address).isEmpty());
            fixture.server.awaitOffline("alice", Fixture.PATIENCE);
            assertEquals(List.of(), fixture.server.violations());

            alice.online();
            fixture.runtime.onLoop(alice.link::close);
            alice.reaches(LinkPhase.OFFLINE);
            alice.connect();
            assertEquals(LinkPhase.OFFLINE, alice.facts.state().phase(), "A closed link stays closed");
        }
    }

    @Test
    void isOfflineSoonEvenIfTheServerNoLongerListens() {
        try (Fixture fixture = new Fixture();
                TcpWire wire = fixture.wire()) {
            Client alice = fixture.client(fixture.config("alice").server("127.0.0.1", wire.port()))
                    .online();
            wire.cut(Cut.SILENT);
            fixture.runtime.onLoop(alice.link::close);
            alice.reaches(LinkPhase.OFFLINE);
        }
    }

    @Test
    void stopsSigningInWhenItDisconnects() {
        try (Fixture fixture = new Fixture();
                TcpWire wire = fixture.wire()) {
            wire.cut(Cut.SILENT);
            Client alice = fixture.client(fixture.config("alice").server("127.0.0.1", wire.port()))
                    .connect();
            alice.reaches(LinkPhase.CONNECTING);
            fixture.runtime.onLoop(alice.link::disconnect);
            alice.reaches(LinkPhase.OFFLINE);
            wire.resume();
            alice.online();
        }
    }

    @Test
    void beginsAnewWhenTheNetworkChangesWhileItSignsIn() {
        try (Fixture fixture = new Fixture();
                TcpWire wire = fixture.wire()) {
            wire.cutAfter(Direction.DOWN, 100, Cut.SILENT);
            Client alice = fixture.client(fixture.config("alice").server("127.0.0.1", wire.port()))
                    .connect();
            Fixture.eventually(() -> wire.accepted() == 1);
            wire.drop(Cut.SILENT);
            wire.resume();
            fixture.runtime.onLoop(alice.link::networkChanged);
            Fixture.eventually(() -> wire.accepted() == 2);
            alice.reaches(LinkPhase.ONLINE);
        }
    }

    @Test
    void answersMalformedXmlWithTheStreamErrorForItAndSignsInAgain() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.startTls(XmppServer.StartTls.OPTIONAL));
                InjectingProxy proxy = new InjectingProxy(fixture.server.port())) {
            Client alice = fixture.client(fixture.config("alice")
                            .server("127.0.0.1", proxy.port())
                            .encryption(Encryption.PLAIN))
                    .online();
            for (String malformed : List.of("<message><body></message>", "</some-other-element>")) {
                proxy.forget();
                proxy.say(malformed);
                Fixture.eventually(() -> proxy.said().contains("<not-well-formed"));
                Fixture.eventually(() -> alice.facts.states.stream()
                        .anyMatch(state -> state instanceof LinkState.Waiting waiting
                                && waiting.failure().wire() != null
                                && waiting.failure().wire().condition().equals("not-well-formed")));
                alice.reaches(LinkPhase.ONLINE);
                alice.facts.states.subList(0, alice.facts.states.size() - 1).clear();
            }
        }
    }

    @Test
    void reachesNobodyWithoutAConnection() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice");
            LegFacts told = new LegFacts();
            fixture.runtime.onLoop(() -> alice.link.dial(Address.xmpp("bob@example.org"), "", told));
            Fixture.eventually(() -> told.ended != null);
            assertEquals(EndReason.Kind.UNREACHABLE, told.ended.kind());
            assertEquals(EndReason.By.LOCAL, told.ended.by());
        }
    }

    @Test
    void failsWhatXmppDoesNotHaveAsUnsupported() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            long watch = alice.command((link, operation) -> link.watch(operation, Address.xmpp("bob@example.org")));
            long put = alice.command((link, operation) -> link.removeContact(operation, Address.sip("bob@x")));
            Fixture.eventually(() -> alice.facts.failed.keySet().containsAll(Set.of(watch, put)));
            assertEquals(Kind.UNSUPPORTED, alice.facts.failed.get(watch).kind());
            assertEquals(Kind.UNSUPPORTED, alice.facts.failed.get(put).kind());
        }
    }

    @Test
    void leavesNoThreadAndNoStreamBehind() throws Exception {
        List<WeakReference<Client>> all = new ArrayList<>();
        try (Fixture fixture = new Fixture()) {
            for (int round = 0; round < 5; round++) {
                List<Client> clients = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String user = "user" + i;
                    fixture.users.add(user, user + "-secret");
                    clients.add(fixture.client(user).connect());
                }
                clients.forEach(client -> client.reaches(LinkPhase.ONLINE));
                fixture.runtime.onLoop(() ->
                        clients.get(0).link.publish(0, OwnPresence.AVAILABLE.withActivities(Set.of(Activity.MEAL))));
                clients.forEach(client -> fixture.runtime.onLoop(client.link::close));
                clients.forEach(client -> client.reaches(LinkPhase.OFFLINE));
                clients.forEach(client -> all.add(new WeakReference<>(client)));
            }
            Fixture.eventually(() -> streamThreads().isEmpty());
            Fixture.eventually(() -> {
                System.gc();
                return all.stream().allMatch(reference -> reference.get() == null);
            });
        }
        assertNull(all.get(0).get());
    }

    @Test
    void endsAllLinksWhenTheStackCloses() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            fixture.stack.close();
            alice.reaches(LinkPhase.OFFLINE);
            Fixture.eventually(() -> streamThreads().isEmpty());
        }
    }

    private static List<String> streamThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("duet-xmpp") || name.matches("Smack (Reader|Writer).*"))
                .toList();
    }
}
