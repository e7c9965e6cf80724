package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.AccountStateChanged;
import dev.duet.api.event.ContactAdded;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.PresenceChanged;
import dev.duet.api.event.TypingChanged;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState.Summary;
import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Message;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.testing.FakeLink;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Failure WRONG_PASSWORD =
            Failure.of(Failure.Kind.AUTHENTICATION, Failure.Origin.SERVER, Failure.Retry.NEVER, "Wrong password");

    private final World world = World.both();

    @Test
    void whoseAccountIsTakenAwayIsSignedOut() {
        world.online();
        FakeLink half = world.xmpp.link();
        half.refuses = Failure.of(Failure.Kind.REFUSED, Failure.Origin.SERVER, Failure.Retry.NEVER, "Not allowed");
        CompletableFuture<Void> refused = world.account.link(Protocol.XMPP).unregister();
        world.run();
        assertThrows(CompletionException.class, refused::join);
        assertEquals(LinkPhase.ONLINE, world.account.link(Protocol.XMPP).state().phase());

        half.refuses = null;
        CompletableFuture<Void> gone = world.account.link(Protocol.XMPP).unregister();
        gone.thenRun(() -> half.did.add(
                "told in " + world.account.link(Protocol.XMPP).state().phase()));
        world.run();
        gone.join();
        assertTrue(half.did.containsAll(List.of("unregister", "told in OFFLINE")), half.did::toString);
    }

    @Test
    void anAccountIsMadeAndItsPasswordChangedWhereTheProtocolCan() {
        CompletableFuture<Void> made = world.account.link(Protocol.XMPP).register();
        world.run();
        made.join();
        CompletableFuture<Void> changed = world.account.link(Protocol.XMPP).changePassword("new");
        world.run();
        changed.join();
        assertTrue(world.xmpp.link().did.containsAll(List.of("register", "changePassword new")));
        assertThrows(
                IllegalArgumentException.class,
                () -> world.account.link(Protocol.XMPP).changePassword(""));
        CompletableFuture<Void> bySip = world.account.link(Protocol.SIP).register();
        world.run();
        CompletionException why = assertThrows(CompletionException.class, bySip::join);
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                ((DuetException) why.getCause()).failure().kind());
    }

    @Test
    void bothHalvesComeOnline() {
        CompletableFuture<?> connected = world.account.connect();
        assertFalse(connected.isDone());
        world.run();
        assertTrue(connected.isDone());
        assertEquals(Summary.ONLINE, world.account.state().summary());
        assertEquals(4, world.events(AccountStateChanged.class).size());
    }

    @Test
    void oneHalfThatFailsLeavesTheOtherUpAndIsTold() {
        xmpp().refuses = WRONG_PASSWORD;
        CompletableFuture<?> connected = world.account.connect();
        world.run();
        assertEquals(WRONG_PASSWORD, failure(connected));
        assertEquals(Summary.PARTLY_ONLINE, world.account.state().summary());
        assertEquals(LinkPhase.ONLINE, world.account.link(Protocol.SIP).state().phase());
        assertEquals(LinkPhase.FAILED, world.account.link(Protocol.XMPP).state().phase());
    }

    @Test
    void halvesStopAndStartSingly() {
        world.online();
        CompletableFuture<Void> gone = world.account.link(Protocol.SIP).disconnect();
        world.run();
        assertTrue(gone.isDone());
        assertEquals(Summary.PARTLY_ONLINE, world.account.state().summary());
        CompletableFuture<LinkState> back = world.account.link(Protocol.SIP).connect();
        world.run();
        assertEquals(LinkPhase.ONLINE, back.join().phase());
        assertEquals(Summary.ONLINE, world.account.state().summary());
    }

    @Test
    void signingOutIsBoundedEvenWhenTheStackIsSilent() {
        world.online();
        sip().silent = true;
        CompletableFuture<Void> gone = world.account.disconnect();
        world.run();
        assertFalse(gone.isDone());
        world.pass(Duration.ofSeconds(3));
        assertTrue(gone.isDone());
    }

    @Test
    void aMissingHalfIsMisuseAndTheMessageSaysWhatThereIs() {
        World sipOnly = new World(
                AccountConfig.builder("Alice").sip("alice@example.com", "x").build());
        IllegalArgumentException misuse =
                assertThrows(IllegalArgumentException.class, () -> sipOnly.account.link(Protocol.XMPP));
        assertTrue(misuse.getMessage().contains("[SIP]"), misuse.getMessage());
        CompletableFuture<Contact> added = sipOnly.account.contacts().add("xmpp:bob@example.com");
        sipOnly.run();
        assertEquals(Failure.Kind.UNSUPPORTED, failure(added).kind());
    }

    @Test
    void aContactIsOnePersonOnBothHalves() {
        Contact bob = added();
        assertEquals("Bob", bob.name());
        assertEquals(Set.of(BOB, BOB_SIP), bob.addresses());
        assertTrue(bob.mergedBecause().contains("one realm"), bob.mergedBecause());
        assertSame(bob, world.account.contacts().find("sip:bob@example.com").orElseThrow());
        assertEquals(1, world.events(ContactAdded.class).size());
        sip().listener.presence(onThePhone());
        xmpp().listener.presence(available("bob@example.com/a"));
        world.run();
        assertEquals(Availability.AVAILABLE, bob.presence().availability());
        assertTrue(bob.presence().onThePhone());
        assertEquals(bob, world.last(PresenceChanged.class).contact());
    }

    @Test
    void aHalfThatGoesOfflineTakesItsPresenceWithIt() {
        Contact bob = added();
        sip().listener.presence(onThePhone());
        xmpp().listener.presence(available("bob@example.com/a"));
        sip().listener.state(new LinkState.Waiting(WRONG_PASSWORD, world.loop.now()));
        world.run();
        assertFalse(bob.presence().onThePhone());
        assertEquals(Availability.AVAILABLE, bob.presence().availability());
    }

    @Test
    void aServersListReplacesWhatWasKnown() {
        added();
        xmpp().listener.roster(List.of(entry("carol@example.com", RosterEntry.Visibility.BOTH)));
        world.run();
        assertEquals(
                List.of("carol@example.com"),
                world.account.contacts().all().stream().map(Contact::name).toList());
    }

    @Test
    void whoWeAskedMaySeeUsTooAndOthersAreTheUsersChoice() {
        world.online();
        xmpp().listener.rosterEntry(entry("bob@example.com", RosterEntry.Visibility.TO));
        xmpp().listener.contactRequest(BOB, "");
        xmpp().listener.contactRequest(Address.xmpp("eve@example.com"), "hello");
        world.run();
        assertTrue(xmpp().did.contains("answer xmpp:bob@example.com true"));
        ContactRequest asked = world.last(ContactRequest.class);
        assertEquals(Address.xmpp("eve@example.com"), asked.from());
        asked.deny();
        world.run();
        assertTrue(xmpp().did.contains("answer xmpp:eve@example.com false"));
    }

    @Test
    void messagesGoByXmppAndTheirDeliveryIsTold() {
        Conversation chat = world.online().account.conversation(added());
        CompletableFuture<Message> sent = chat.send("Hello");
        world.run();
        Message message = sent.join();
        assertEquals(Protocol.XMPP, message.protocol());
        assertEquals(Delivery.SENT, message.delivery());
        xmpp().listener.delivery(message.id(), Delivery.READ);
        xmpp().listener.delivery(message.id(), Delivery.DELIVERED);
        world.run();
        assertEquals(Delivery.READ, chat.history().get(0).delivery());
        assertEquals(2, world.events(MessageDelivery.class).size());
    }

    @Test
    void aMessageThatCannotGoFails() {
        Conversation chat = world.account.conversation("bob@example.com");
        CompletableFuture<Message> sent = chat.send("Hello");
        world.run();
        assertEquals(Failure.Kind.NETWORK, failure(sent).kind());
        world.online();
        Failure no = Failure.of(Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.NEVER, "not by me");
        xmpp().refuses = no;
        CompletableFuture<Message> refused = chat.send("Hello");
        world.run();
        assertEquals(no, failure(refused));
        assertEquals(Delivery.Stage.FAILED, chat.history().get(0).delivery().stage());
    }

    @Test
    void aReplyGoesTheWayTheMessageCame() {
        Conversation chat = world.online().account.conversation("bob@example.com");
        sip().listener.message(message("1", BOB_SIP, "By SIP"));
        world.run();
        assertSame(chat, world.last(MessageReceived.class).conversation());
        assertEquals(1, chat.unread());
        chat.send("Back");
        chat.markRead();
        world.run();
        assertTrue(sip().did.contains("send sip:bob@example.com Back"));
        assertTrue(sip().did.contains("displayed sip:bob@example.com 1"));
        assertEquals(0, chat.unread());
    }

    @Test
    void typingIsToldOnce() {
        Conversation chat = world.online().account.conversation(added());
        chat.typing(ChatState.COMPOSING);
        chat.typing(ChatState.COMPOSING);
        xmpp().listener.chatState(Address.xmpp("bob@example.com/a"), ChatState.COMPOSING);
        xmpp().listener.chatState(Address.xmpp("bob@example.com/a"), ChatState.COMPOSING);
        world.run();
        assertEquals(
                1,
                xmpp().did.stream().filter(did -> did.startsWith("chatState")).count());
        assertEquals(1, world.events(TypingChanged.class).size());
    }

    @Test
    void aStrangersMessageIsAConversationButNoListedContact() {
        world.online();
        xmpp().listener.message(message("1", Address.xmpp("eve@example.com/x"), "Hi"));
        world.run();
        assertEquals(List.of(), world.account.contacts().all());
        assertEquals(
                "eve@example.com",
                world.last(MessageReceived.class).conversation().contact().name());
    }

    @Test
    void ownPresenceIsPublishedOnBothHalvesAndAgainAfterSigningIn() {
        world.account.publish(OwnPresence.of(Availability.AWAY));
        world.online();
        assertEquals(List.of(OwnPresence.of(Availability.AWAY)), List.copyOf(new HashSet<>(sip().published)));
        CompletableFuture<Void> published = world.account.publish(OwnPresence.AVAILABLE.withNote("Here"));
        world.run();
        assertTrue(published.isDone());
        assertEquals("Here", xmpp().published.get(xmpp().published.size() - 1).note());
        xmpp().refuses = WRONG_PASSWORD;
        CompletableFuture<Void> refused = world.account.publish(OwnPresence.AVAILABLE);
        world.run();
        assertEquals(WRONG_PASSWORD, failure(refused));
    }

    @Test
    void whoHidesBeforeSigningInIsNotSeenForAMoment() {
        CompletableFuture<Void> hidden = world.account.publish(OwnPresence.of(Availability.OFFLINE));
        world.run();
        assertTrue(hidden.isDone());
        assertEquals(List.of(OwnPresence.of(Availability.OFFLINE)), xmpp().published, "known before the sign-in");
    }

    @Test
    void aClosedAccountTakesNothingMore() {
        world.online();
        sip().silent = true;
        CompletableFuture<Void> stuck = world.account.publish(OwnPresence.AVAILABLE);
        world.run();
        Thread closer = new Thread(world.account::close);
        closer.start();
        while (closer.isAlive()) { // the test's thread is the loop
            world.pass(Duration.ofMillis(100));
            Thread.onSpinWait();
        }
        assertEquals(Failure.Kind.CLOSED, failure(stuck).kind());
        assertTrue(xmpp().did.contains("close"));
        assertThrows(IllegalStateException.class, world.account::connect);
    }

    private FakeLink sip() {
        return world.sip.link();
    }

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private Contact added() {
        world.online();
        CompletableFuture<Contact> added = world.account.contacts().add("bob@example.com", "Bob", Set.of("Friends"));
        world.run();
        return added.join();
    }

    private static RosterEntry entry(String jid, RosterEntry.Visibility visibility) {
        return new RosterEntry(Address.xmpp(jid), "", Set.of(), visibility, false);
    }

    private static PresenceFragment available(String jid) {
        return new PresenceFragment(
                new PresenceFragment.Source(PresenceFragment.Kind.XMPP_RESOURCE, jid),
                BOB,
                Availability.AVAILABLE,
                Set.of(),
                "",
                0,
                null);
    }

    private static PresenceFragment onThePhone() {
        return new PresenceFragment(
                new PresenceFragment.Source(PresenceFragment.Kind.DIALOG_INFO, "sip:bob@example.com"),
                BOB_SIP,
                Availability.UNKNOWN,
                Set.of(Activity.ON_THE_PHONE),
                "",
                0,
                null);
    }

    private static IncomingMessage message(String id, Address from, String body) {
        return new IncomingMessage(id, from, Address.xmpp("alice@example.com"), body, null, false);
    }

    private static Failure failure(CompletableFuture<? extends @Nullable Object> future) {
        CompletionException failed = assertThrows(CompletionException.class, future::join);
        return ((DuetException) failed.getCause()).failure();
    }
}
