package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Conversation;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageChanged.Change;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Delivery;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.WireDetail;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.testing.FakeLink;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages whose half leads nowhere go by the other, and are there once. */
class FailoverTest {

    private static final Address ALICE = Address.xmpp("alice@example.com");
    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address DESK = Address.xmpp("bob@example.com/desk");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final World world = World.both().online();
    private Conversation chat;

    @BeforeEach
    void meet() {
        xmpp().listener.rosterEntry(new RosterEntry(BOB, "Bob", Set.of(), RosterEntry.Visibility.BOTH, false));
        bobIs(Availability.AVAILABLE);
        chat = world.account.conversation("bob@example.com");
    }

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private FakeLink sip() {
        return world.sip.link();
    }

    private void bobIs(Availability availability) {
        xmpp().listener
                .presence(new PresenceFragment(
                        new PresenceFragment.Source(PresenceFragment.Kind.XMPP_RESOURCE, "bob@example.com/desk"),
                        BOB,
                        availability,
                        Set.of(),
                        "",
                        0,
                        null));
        world.run();
    }

    private CompletableFuture<Message> send(String body) {
        CompletableFuture<Message> sent = chat.send(body);
        world.run();
        return sent;
    }

    private void told(FakeLink half, String id, Delivery delivery) {
        half.listener.delivery(id, delivery);
        world.run();
    }

    private void comes(FakeLink half, String id, String body) {
        half.listener.message(new IncomingMessage(id, half == sip() ? BOB_SIP : DESK, ALICE, body, null, false));
        world.run();
    }

    private Message newest() {
        List<Message> all = chat.history();
        return all.get(all.size() - 1);
    }

    private List<String> sentBy(FakeLink half) {
        return half.did.stream()
                .filter(did -> did.startsWith("send "))
                .map(did -> did.substring(did.lastIndexOf(' ') + 1))
                .toList();
    }

    private static Failure bounced(String condition) {
        return new Failure(
                Failure.Kind.NOT_FOUND,
                Failure.Origin.SERVER,
                Failure.Retry.NEVER,
                "nobody there",
                WireDetail.xmpp(condition, ""));
    }

    @Test
    void whatIsInMemoryNoMoreArrivesAllTheSame() {
        xmpp().keeps = true;
        CompletableFuture<Message> sent = send("one");
        for (int i = 0; i < 1_000; i++) {
            comes(xmpp(), "b" + i, "Hello");
        }
        assertTrue(chat.history().stream().allMatch(Message::incoming));
        String id = xmpp().ids.get(0);
        told(xmpp(), id, Delivery.SENT);
        assertEquals("one", sent.join().body());
        told(xmpp(), id, Delivery.DELIVERED);
        assertEquals(
                List.of(Stage.SENT, Stage.DELIVERED),
                world.events(MessageDelivery.class).stream()
                        .map(event -> event.message().delivery().stage())
                        .toList());
    }

    @Test
    void whoSendsMoreThanIsInMemoryIsToldOfEach() {
        xmpp().keeps = true;
        List<CompletableFuture<Message>> all = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            all.add(send("m" + i));
        }
        assertEquals(1_000, chat.history().size());
        List.copyOf(xmpp().ids).forEach(id -> told(xmpp(), id, Delivery.SENT));
        assertTrue(all.stream().allMatch(CompletableFuture::isDone));
        assertEquals("m0", all.get(0).join().body());
    }

    @Test
    void whatTheServerDoesNotTakeGoesBySipAfterTheBoundInOrder() {
        xmpp().keeps = true;
        CompletableFuture<Message> one = send("one");
        world.pass(Duration.ofSeconds(3));
        xmpp().lose();
        CompletableFuture<Message> two = send("two");
        assertEquals(
                "Messages before it are on their way there", newest().route().why());
        world.pass(Duration.ofSeconds(6));
        assertEquals(List.of(), sentBy(sip()));
        assertFalse(one.isDone());
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("one", "two"), sentBy(sip()), "what waits behind it goes with it");
        assertEquals(xmpp().ids, xmpp().withdrawn);
        assertEquals(xmpp().ids, sip().ids, "by the same id");
        Message sent = two.join();
        assertEquals(Protocol.SIP, sent.protocol());
        assertEquals(
                "XMPP has not taken it for 10 s: by SIP MESSAGE instead",
                sent.route().why());
        assertEquals(BOB_SIP, sent.route().target());
        assertEquals(Address.sip("alice@example.com"), sent.from());
        assertEquals(2, chat.history().size());
        assertEquals(
                List.of(Change.REROUTED, Change.REROUTED),
                world.events(MessageChanged.class).stream()
                        .map(MessageChanged::change)
                        .toList());
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForTwice() {
        xmpp().keeps = true;
        send("one");
        world.pass(BOUND);
        assertEquals(List.of("one"), sentBy(sip()));
        send("two");
        assertEquals(List.of("one", "two"), sentBy(sip()));
        comes(sip(), "s1", "answer");
        send("three");
        assertEquals(List.of("one", "two", "three"), sentBy(sip()));
        told(xmpp(), xmpp().ids.get(0), Delivery.SENT); // it was but slow
        send("four");
        assertEquals(List.of("one", "four"), sentBy(xmpp()), "the answer came by SIP for want of XMPP");
    }

    @Test
    void aMuteServerThatTurnsOutToBeGoneIsReturnedTo() {
        xmpp().keeps = true;
        send("one");
        world.pass(BOUND);
        comes(sip(), "s1", "answer");
        xmpp().lose();
        send("two");
        assertEquals(List.of("one", "two"), sentBy(sip()));
        xmpp().goOnline();
        bobIs(Availability.AVAILABLE);
        send("three");
        assertEquals(List.of("one", "three"), sentBy(xmpp()));
    }

    @Test
    void aServerThatWasKnownToBeGoneIsNotMuteWhenItIsBack() {
        xmpp().keeps = true;
        send("one");
        xmpp().lose();
        world.pass(BOUND);
        comes(sip(), "s1", "answer");
        xmpp().goOnline();
        bobIs(Availability.AVAILABLE);
        send("two");
        assertEquals(List.of("one", "two"), sentBy(xmpp()));
    }

    @Test
    void whatTheServerTakesInTimeStays() {
        xmpp().keeps = true;
        send("one");
        xmpp().lose();
        world.pass(Duration.ofSeconds(9));
        xmpp().goOnline();
        told(xmpp(), newest().id(), Delivery.SENT);
        world.pass(BOUND);
        assertEquals(List.of(), sentBy(sip()));
        assertEquals(Protocol.XMPP, newest().protocol());
        assertEquals(
                "XMPP comes first for messages (RFC 7081)", newest().route().why());
    }

    @Test
    void withoutSipItWaitsUntilThereIsAWay() {
        xmpp().keeps = true;
        sip().lose();
        send("one");
        xmpp().lose();
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), sentBy(sip()));
        assertEquals(Stage.PENDING, newest().delivery().stage());
        sip().goOnline();
        world.pass(Duration.ZERO);
        assertEquals(List.of("one"), sentBy(sip()));
    }

    @Test
    void whileXmppIsDownNewMessagesGoBySipAtOnceAndAfterwardsByXmppAgain() {
        xmpp().lose();
        send("down");
        assertEquals(Protocol.SIP, newest().protocol());
        comes(sip(), "s1", "answer");
        send("still");
        assertEquals(Protocol.SIP, newest().protocol());
        xmpp().goOnline();
        world.run();
        bobIs(Availability.AVAILABLE);
        send("up");
        assertEquals(Protocol.XMPP, newest().protocol(), "they wrote by SIP for want of XMPP");
        comes(sip(), "s2", "from my desk phone");
        send("to it");
        assertEquals(Protocol.SIP, newest().protocol(), "and this time by choice");
        assertEquals(List.of("up"), sentBy(xmpp()));
    }

    @Test
    void whoIsAwayFromXmppAndWritesBySipIsAnsweredBySipUntilBack() {
        bobIs(Availability.OFFLINE);
        comes(sip(), "s1", "my XMPP is down");
        send("I see");
        assertEquals(Protocol.SIP, newest().protocol());
        bobIs(Availability.AVAILABLE);
        send("welcome back");
        assertEquals(Protocol.XMPP, newest().protocol());
    }

    @Test
    void whatComesBackGoesBySipAtOnce() {
        send("one");
        told(xmpp(), newest().id(), Delivery.failed(bounced("remote-server-not-found")));
        assertEquals(List.of("one"), sentBy(sip()));
        assertEquals(
                "XMPP did not deliver it (remote-server-not-found): by SIP MESSAGE instead",
                newest().route().why());
        told(sip(), newest().id(), Delivery.DELIVERED);
        assertEquals(Stage.DELIVERED, newest().delivery().stage());
    }

    @Test
    void whatThePeerRefusesFails() {
        xmpp().keeps = true;
        CompletableFuture<Message> sent = send("one");
        Failure no = new Failure(
                Failure.Kind.REFUSED,
                Failure.Origin.PEER,
                Failure.Retry.NEVER,
                "no",
                WireDetail.xmpp("not-acceptable", ""));
        told(xmpp(), newest().id(), Delivery.failed(no));
        assertThrows(CompletionException.class, sent::join);
        assertEquals(no, newest().delivery().failure());
        assertEquals(List.of(), sentBy(sip()));
    }

    @Test
    void whatSipDoesNotTakeEitherWaitsForXmppAgain() {
        xmpp().keeps = true;
        sip().keeps = true;
        CompletableFuture<Message> sent = send("one");
        String id = newest().id();
        xmpp().lose();
        world.pass(BOUND);
        told(
                sip(),
                id,
                Delivery.failed(new Failure(
                        Failure.Kind.NOT_FOUND,
                        Failure.Origin.SERVER,
                        Failure.Retry.NEVER,
                        "not here",
                        WireDetail.sip(404, "Not Found"))));
        assertEquals(
                "SIP did not deliver it (404 Not Found): it waits for XMPP again",
                newest().route().why());
        assertEquals(List.of("one", "one"), sentBy(xmpp()));
        world.pass(Duration.ofHours(1));
        assertEquals(List.of("one"), sentBy(sip()), "it is not passed to and fro");
        assertFalse(sent.isDone());
        told(xmpp(), id, Delivery.SENT);
        assertEquals(Protocol.XMPP, sent.join().protocol());
        assertEquals(1, chat.history().size());
    }

    @Test
    void whatTurnsOutToHaveArrivedByXmppIsNoFailureOfSip() {
        xmpp().keeps = true;
        sip().keeps = true;
        CompletableFuture<Message> sent = send("one");
        String id = newest().id();
        xmpp().lose();
        world.pass(BOUND);
        told(xmpp(), id, Delivery.SENT);
        assertEquals(Stage.SENT, sent.join().delivery().stage());
        told(sip(), id, Delivery.failed(bounced("x")));
        assertEquals(Stage.SENT, newest().delivery().stage());
        told(xmpp(), id, Delivery.DELIVERED);
        assertEquals(Stage.DELIVERED, newest().delivery().stage());
    }

    @Test
    void whatFailsLateOnTheWayBeforeIsNoFailure() {
        xmpp().keeps = true;
        send("one");
        String id = newest().id();
        xmpp().lose();
        world.pass(BOUND);
        told(xmpp(), id, Delivery.failed(bounced("service-unavailable")));
        assertEquals(Stage.SENT, newest().delivery().stage());
        assertTrue(world.events(MessageDelivery.class).stream()
                .allMatch(event -> event.message().delivery().failure() == null));
    }

    @Test
    void signingOutOfXmppLetsWhatWaitsGoBySip() {
        xmpp().keeps = true;
        CompletableFuture<Message> sent = send("one");
        Failure closed =
                Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "signed out of XMPP");
        told(xmpp(), newest().id(), Delivery.failed(closed));
        assertEquals(Protocol.SIP, sent.join().protocol());
    }

    @Test
    void aCopyByTheOtherWayIsNoNewsWhicheverComesFirst() {
        comes(sip(), "m1", "by both");
        comes(xmpp(), "m1", "by both");
        comes(xmpp(), "m2", "by both, too");
        comes(sip(), "m2", "by both, too");
        assertEquals(2, chat.history().size());
        assertEquals(2, chat.unread());
        assertEquals(2, world.events(MessageReceived.class).size());
        assertEquals("The sender chose this way", newest().route().why());
        assertEquals(Protocol.XMPP, newest().protocol(), "the first that came");
    }

    @Test
    void whatSipDoesNotDeliverGoesByXmppWhereThatIs() {
        comes(sip(), "s1", "from my desk phone");
        sip().keeps = true;
        CompletableFuture<Message> sent = send("reply");
        assertEquals(Protocol.SIP, newest().protocol());
        told(
                sip(),
                newest().id(),
                Delivery.failed(
                        Failure.of(Failure.Kind.TIMEOUT, Failure.Origin.NETWORK, Failure.Retry.LATER, "no answer")));
        assertEquals(Protocol.XMPP, sent.join().protocol());
        assertEquals(
                "SIP did not deliver it (no answer): by XMPP instead",
                newest().route().why());
    }
}
