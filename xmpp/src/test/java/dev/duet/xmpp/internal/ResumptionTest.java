package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.EndReason;
import dev.duet.model.IceDescription;
import dev.duet.model.JoinOptions;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.RosterEntry;
import dev.duet.model.RosterEntry.Visibility;
import dev.duet.model.SessionDescription;
import dev.duet.sandbox.XmppServer;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.TcpWire;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.xmpp.internal.Fixture.Client;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session that loses its stream, at a server with stream management (XEP-0198). */
class ResumptionTest {

    private Fixture fixture = new Fixture(builder -> builder.resumption(Duration.ofSeconds(60)));
    private TcpWire wire = fixture.wire();
    private Client alice = behind(wire, "alice");
    private Client bob = fixture.client("bob").online();

    @AfterEach
    void stop() {
        wire.close();
        fixture.close();
    }

    /** The same, at a server that forgets a lost session soon. */
    private void forgetful() {
        stop();
        fixture = new Fixture(builder -> builder.resumption(Duration.ofMillis(300)));
        wire = fixture.wire();
        alice = behind(wire, "alice");
        bob = fixture.client("bob").online();
    }

    private Client behind(TcpWire network, String user) {
        return fixture.client(fixture.config(user).server("127.0.0.1", network.port()))
                .online();
    }

    private void lose(Client client) {
        wire.cut(Cut.RESET);
        client.reaches(LinkPhase.WAITING);
    }

    private void comeBack(Client client) {
        wire.resume();
        fixture.runtime.onLoop(client.link::networkChanged);
        client.reaches(LinkPhase.ONLINE);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static List<String> bodies(Client client) {
        return client.facts.messages.stream().map(IncomingMessage::body).toList();
    }

    private void say(Client from, Client to, int first, int end) {
        fixture.runtime.onLoop(
                () -> IntStream.range(first, end).forEach(i -> from.link.send("m-" + i, to.address, "" + i)));
    }

    @Test
    void goesOnWithTheSameSession() {
        fixture.befriend(alice, bob);
        Address.Xmpp before = alice.facts.self();
        String session = fixture.server.online("alice").get(0).toString();
        lose(alice);
        assertEquals(1, fixture.server.online("alice").size(), "To others she is still there");
        assertFalse(bob.facts.of(alice.address).isEmpty());
        alice.facts.presence.clear();
        comeBack(alice);
        assertEquals(before, alice.facts.self());
        assertEquals(session, fixture.server.online("alice").get(0).toString());
        Fixture.eventually(() -> !alice.facts.of(bob.address).isEmpty()); // what is known of others is told again
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void whatIsSentWithoutAStreamArrivesOnceAndInOrderBothWays() {
        fixture.befriend(alice, bob);
        say(alice, bob, 0, 100);
        say(bob, alice, 0, 100);
        lose(alice);
        say(alice, bob, 100, 200);
        say(bob, alice, 100, 200);
        assertFalse(alice.facts.deliveries.getOrDefault("m-150", List.of()).contains(Stage.SENT));
        comeBack(alice);
        Fixture.eventually(() -> bob.facts.messages.size() >= 200 && alice.facts.messages.size() >= 200);
        assertEquals(numbers(200), bodies(bob));
        assertEquals(numbers(200), bodies(alice));
        Fixture.eventually(() -> IntStream.range(0, 200)
                .allMatch(i ->
                        alice.facts.deliveries.getOrDefault("m-" + i, List.of()).contains(Stage.DELIVERED)));
        assertTrue(alice.facts.undelivered.isEmpty());
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void whatTheAccountDoesNotHaveYetComesAgainAndIsToldOnce() {
        List<IncomingMessage> unkept = new CopyOnWriteArrayList<>();
        alice.facts.onMessage = unkept::add;
        say(bob, alice, 0, 3);
        Fixture.eventually(() -> unkept.size() == 3);
        keep(unkept.get(0));
        lose(alice);
        comeBack(alice);
        Fixture.eventually(() -> timesOnTheWire("2") == 3); // from Bob, to Alice, and to Alice again
        assertEquals(3, timesOnTheWire("1"));
        assertEquals(2, timesOnTheWire("0"), "This one was kept");
        say(bob, alice, 3, 4);
        Fixture.eventually(() -> unkept.size() == 4);
        assertEquals(numbers(4), bodies(alice));
        String answer = "<a [^>]*h=." + (resumedAt() + 3) + "\\b.*";
        Predicate<XmppServer.Exchange> told =
                said -> said.session().startsWith("alice@") && said.text().matches(answer);
        assertTrue(fixture.server.exchange().stream().noneMatch(told));
        unkept.subList(1, 4).forEach(this::keep);
        fixture.server.awaitExchange(told, Fixture.PATIENCE);
        assertEquals(List.of(), fixture.server.violations());
    }

    private void keep(IncomingMessage message) {
        fixture.runtime.onLoop(() -> alice.link.received(message.from(), message.id(), Link.Reception.KEPT));
    }

    private long timesOnTheWire(String body) {
        return fixture.server.exchange().stream()
                .filter(said -> said.text().contains("<body>" + body + "</body>"))
                .count();
    }

    private int resumedAt() {
        String resume = fixture.server.exchange().stream()
                .map(XmppServer.Exchange::text)
                .filter(text -> text.contains("<resume "))
                .findFirst()
                .orElseThrow();
        Matcher h = Pattern.compile("h=.([0-9]+)").matcher(resume);
        assertTrue(h.find(), resume);
        return Integer.parseInt(h.group(1));
    }

    @Test
    void aWithdrawnMessageIsNotSentWhenTheSessionGoesOnOrBeginsAnew() {
        lose(alice);
        say(alice, bob, 0, 3);
        fixture.runtime.onLoop(() -> alice.link.withdraw("m-1"));
        comeBack(alice);
        Fixture.eventually(() -> bob.facts.messages.size() == 2);
        fixture.server.stop();
        alice.reaches(LinkPhase.WAITING);
        say(alice, bob, 3, 6);
        fixture.runtime.onLoop(() -> alice.link.withdraw("m-4"));
        fixture.server.restart();
        fixture.runtime.onLoop(alice.link::networkChanged);
        fixture.runtime.onLoop(bob.link::networkChanged);
        Fixture.eventually(() -> bob.facts.messages.size() == 4);
        assertEquals(List.of("0", "2", "3", "5"), bodies(bob));
        assertTrue(alice.facts.undelivered.isEmpty());
    }

    @Test
    void inARoomItIsAskedWhetherOneIsStillThere() {
        Address room = Address.xmpp("tea@rooms.example.org");
        long join = alice.command(
                (link, operation) -> link.rooms().orElseThrow().join(operation, room, JoinOptions.as("Alice")));
        Fixture.eventually(() -> alice.facts.completed.contains(join));
        lose(alice);
        fixture.runtime.onLoop(() -> alice.link.send("m-1", room, "Into the void"));
        comeBack(alice);
        fixture.server.awaitExchange(
                said -> said.text().contains("urn:xmpp:ping") && said.text().contains("tea@rooms.example.org/Alice"),
                Fixture.PATIENCE);
        Fixture.eventually(
                () -> alice.facts.deliveries.getOrDefault("m-1", List.of()).contains(Stage.DELIVERED));
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void aMessageIsSentOnlyWhenTheServerSaysThatItHasIt() {
        wire.cut(Cut.SILENT);
        alice.send("m-1", bob, "Into the void");
        alice.send("m-2", bob, "And another");
        assertNull(alice.facts.deliveries.get("m-1"));
        wire.drop(Cut.RESET);
        alice.reaches(LinkPhase.WAITING);
        assertNull(alice.facts.deliveries.get("m-1"));
        comeBack(alice);
        Fixture.eventually(
                () -> alice.facts.deliveries.getOrDefault("m-2", List.of()).contains(Stage.SENT));
        Fixture.eventually(() -> bob.facts.messages.size() == 2);
    }

    @Test
    void requestsAreAnsweredAfterwards() {
        lose(alice);
        long put = alice.command((link, operation) ->
                link.putContact(operation, new RosterEntry(bob.address, "Bob", Set.of(), Visibility.NONE, false)));
        comeBack(alice);
        Fixture.eventually(() -> alice.facts.completed.contains(put));
        assertTrue(alice.facts.failed.isEmpty());
    }

    @Test
    void beginsAnewWhenTheServerForgotAndStillLosesNothing() {
        forgetful();
        fixture.befriend(alice, bob);
        say(alice, bob, 0, 50);
        Fixture.eventually(
                () -> alice.facts.deliveries.getOrDefault("m-49", List.of()).contains(Stage.DELIVERED));
        lose(alice);
        say(alice, bob, 50, 100);
        fixture.server.awaitOffline("alice", Fixture.PATIENCE);
        say(bob, alice, 0, 20);
        comeBack(alice);
        Fixture.eventually(() -> bob.facts.messages.size() >= 100 && alice.facts.messages.size() >= 20);
        assertEquals(numbers(100), bodies(bob));
        assertEquals(numbers(20), bodies(alice));
        Fixture.eventually(() -> !alice.facts.of(bob.address).isEmpty());
        assertTrue(alice.facts.undelivered.isEmpty());
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void whatIsSentWhileTheServerIsDownArrivesAfterItsRestart() {
        fixture.server.stop();
        alice.reaches(LinkPhase.WAITING);
        say(alice, bob, 0, 10);
        fixture.server.restart();
        fixture.runtime.onLoop(alice.link::networkChanged);
        Fixture.eventually(() -> bob.facts.messages.size() >= 10);
        assertEquals(numbers(10), bodies(bob));
    }

    @Test
    void whatWaitsFailsWhenTheUserSignsOut() {
        lose(alice);
        say(alice, bob, 0, 2);
        fixture.runtime.onLoop(alice.link::disconnect);
        alice.reaches(LinkPhase.OFFLINE);
        assertEquals(Set.of("m-0", "m-1"), alice.facts.undelivered.keySet());
        comeBack(alice.connect());
        alice.send("m-9", bob, "Hello again");
        Fixture.eventually(() -> !bob.facts.messages.isEmpty());
        assertEquals(List.of("Hello again"), bodies(bob));
    }

    @Test
    void whatWasSentBeforeTheGoodByeIsSent() {
        fixture.runtime.onLoop(() -> {
            IntStream.range(0, 200).forEach(i -> alice.link.send("m-" + i, bob.address, "" + i));
            alice.link.disconnect();
        });
        alice.reaches(LinkPhase.OFFLINE);
        Fixture.eventually(() -> bob.facts.messages.size() == 200);
        assertTrue(alice.facts.undelivered.isEmpty(), alice.facts.undelivered.toString());
        assertTrue(alice.facts.deliveries.get("m-199").contains(Stage.SENT));
    }

    @Test
    void aCallOutlivesTheStream() {
        fixture.befriend(alice, bob);
        LegFacts caller = new LegFacts();
        CallLeg leg = fixture.runtime.onLoop(() -> {
            CallLeg begun = alice.link.dial(bob.facts.self(), "", caller);
            begun.offer(audio());
            return begun;
        });
        Fixture.eventually(() -> !bob.facts.calls.isEmpty());
        Facts.Incoming call = bob.facts.calls.get(0);
        fixture.runtime.onLoop(() -> call.leg().accept());
        Fixture.eventually(() -> call.told().offer != null);
        fixture.runtime.onLoop(() -> call.leg().answer(audio()));
        Fixture.eventually(() -> caller.answer != null);

        lose(alice);
        assertNull(caller.ended);
        fixture.runtime.onLoop(() -> leg.offer(held()));
        comeBack(alice);
        Fixture.eventually(
                () -> call.told().told.stream().filter("offered"::equals).count() > 1);
        assertNull(caller.ended);
        assertNull(call.told().ended);
        fixture.runtime.onLoop(() -> call.leg().end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL)));
        Fixture.eventually(() -> caller.ended != null);
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void aCallEndsWithItsSession() {
        forgetful();
        fixture.befriend(alice, bob);
        LegFacts caller = new LegFacts();
        fixture.runtime.onLoop(
                () -> alice.link.dial(bob.facts.self(), "", caller).offer(audio()));
        Fixture.eventually(() -> !bob.facts.calls.isEmpty());
        lose(alice);
        assertNull(caller.ended);
        fixture.server.awaitOffline("alice", Fixture.PATIENCE);
        comeBack(alice);
        Fixture.eventually(() -> caller.ended != null);
        assertEquals(EndReason.By.NETWORK, caller.ended.by());
        Fixture.eventually(() -> bob.facts.calls.get(0).told().ended != null);
    }

    @Test
    void doesNotGoOnAfterAStreamError() {
        alice.facts.states.clear();
        fixture.server.sendStreamError("alice", null, "internal-server-error");
        Fixture.eventually(() -> alice.facts.states.stream().anyMatch(LinkState.Online.class::isInstance));
        assertTrue(fixture.server.exchange().stream()
                .noneMatch(exchange -> exchange.text().contains("<resume ")));
        assertEquals(List.of(), fixture.server.violations());
    }

    private static SessionDescription audio() {
        return SessionDescription.of(sound().build());
    }

    private static SessionDescription held() {
        return SessionDescription.of(sound().direction(MediaDirection.SENDONLY).build());
    }

    private static MediaDescription.Builder sound() {
        return MediaDescription.audio("0")
                .payload(PayloadType.of(0, "PCMU", 8_000, 1))
                .ice(new IceDescription("ufrag", "0123456789012345678901", List.of("trickle"), List.of(), false));
    }
}
