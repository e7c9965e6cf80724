package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.ContactRequest;
import dev.duet.examples.Futures;
import dev.duet.model.Availability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.LinkState;
import dev.duet.model.Message;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.XmppConfig.Encryption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two accounts at a real server: what every server has to pass. */
abstract class XmppPeerTest {

    /** A server with the users alice, bob and carol. */
    abstract XmppPeer server();

    @ParameterizedTest
    @EnumSource(
            value = Encryption.class,
            names = {"STARTTLS", "DIRECT_TLS"})
    void signsIn(Encryption encryption) {
        try (Account carol = PeerAccounts.xmpp(server(), "carol", encryption)) {
            Futures.await(carol.connect());
            LinkState.Online online = assertInstanceOf(
                    LinkState.Online.class, carol.link(Protocol.XMPP).state());
            assertTrue(online.security().isProtected());
            assertTrue(online.security().authentication().startsWith("SCRAM"), online::toString);
        }
    }

    @Test
    void twoPeopleMeetAndTalk() {
        try (Account alice = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
                Account bob = PeerAccounts.xmpp(server(), "bob", Encryption.DIRECT_TLS)) {
            AtomicInteger asked = new AtomicInteger();
            bob.on(ContactRequest.class, request -> {
                asked.incrementAndGet();
                request.approve();
            });
            Futures.await(alice.connect());
            Futures.await(bob.connect());

            Contact bobAtAlice =
                    Futures.await(alice.contacts().add("bob@" + XmppPeer.DOMAIN, "Bob", Set.of("Friends")));
            await("Bob's consent").until(() -> bobAtAlice
                    .rosterEntry()
                    .filter(entry -> entry.subscription() == RosterEntry.Visibility.TO)
                    .isPresent());
            Contact aliceAtBob = Futures.await(bob.contacts().add("alice@" + XmppPeer.DOMAIN, "Alice", Set.of()));
            await("both see each other")
                    .until(() -> visibility(bobAtAlice) == RosterEntry.Visibility.BOTH
                            && visibility(aliceAtBob) == RosterEntry.Visibility.BOTH);
            assertEquals(1, asked.get(), "Alice asked Bob; Bob's own request was no question to her");
            assertEquals(Set.of("Friends"), bobAtAlice.groups());

            await("Bob online").until(() -> bobAtAlice.presence().availability() == Availability.AVAILABLE);
            Futures.await(
                    bob.publish(OwnPresence.of(Availability.DO_NOT_DISTURB).withNote("Writing")));
            await("Bob busy").until(() -> bobAtAlice.presence().availability() == Availability.DO_NOT_DISTURB);
            assertEquals("Writing", bobAtAlice.presence().note());

            chat(alice.conversation(bobAtAlice), bob.conversation(aliceAtBob));
            Futures.await(bob.disconnect());
            await("Bob gone").until(() -> bobAtAlice.presence().availability() == Availability.OFFLINE);
        }
    }

    @Test
    void messagesChangeAfterwardsAndDevicesReadTogether() {
        try (Account alice = PeerAccounts.xmpp(server(), "dave", Encryption.STARTTLS);
                Account bob = PeerAccounts.xmpp(server(), "erin", Encryption.STARTTLS);
                Account desk = PeerAccounts.xmpp(server(), "erin", Encryption.STARTTLS)) {
            befriend(alice, "dave", bob, "erin");
            Futures.await(desk.connect());
            Conversation alices = alice.conversation("erin@" + XmppPeer.DOMAIN);
            Conversation bobs = bob.conversation("dave@" + XmppPeer.DOMAIN);
            Conversation desks = desk.conversation("dave@" + XmppPeer.DOMAIN);
            String mark = "Helo " + System.nanoTime();

            Message sent = Futures.await(alices.send(mark));
            await("both devices have it")
                    .until(() -> Said.find(bobs, mark).isPresent()
                            && Said.find(desks, mark).isPresent());
            Message got = Said.find(bobs, mark).orElseThrow();
            assertFalse(got.details().archiveId().isEmpty(), "The archive's id");
            assertEquals(
                    got.details().archiveId(),
                    Said.find(desks, mark).orElseThrow().details().archiveId());
            bobs.markRead();
            await("the other device knows").until(() -> desks.unread() == 0);

            Futures.await(alices.correct(sent, "Hello"));
            await("corrected")
                    .until(() -> body(bobs, sent).equals("Hello")
                            && body(desks, sent).equals("Hello"));
            Futures.await(bobs.react(got, Set.of("\uD83D\uDC4D")));
            await("reacted")
                    .until(() -> Said.now(alices, sent).details().reactions().size() == 1);
            await("seen on the own device, too")
                    .until(() -> Said.now(desks, sent).details().reactions().size() == 1);
            Message reply = Futures.await(bobs.reply(got, "/me waves back"));
            await("answered").until(() -> Said.find(alices, "/me waves back").isPresent());
            assertEquals(sent.id(), Said.now(alices, reply).details().reply().target());
            Futures.await(alices.retract(sent));
            await("taken back").until(() -> Said.now(bobs, sent).isRetracted());
            Futures.await(alices.attention());
        }
    }

    /** Signs both in, and waits until each sees the other. */
    private static void befriend(Account one, String name, Account other, String otherName) {
        one.on(ContactRequest.class, ContactRequest::approve);
        other.on(ContactRequest.class, ContactRequest::approve);
        Futures.await(one.connect());
        Futures.await(other.connect());
        Contact theOther = Futures.await(one.contacts().add(otherName + "@" + XmppPeer.DOMAIN));
        Contact theOne = Futures.await(other.contacts().add(name + "@" + XmppPeer.DOMAIN));
        await("both see each other")
                .until(() -> visibility(theOther) == RosterEntry.Visibility.BOTH
                        && visibility(theOne) == RosterEntry.Visibility.BOTH
                        && theOther.presence().availability() == Availability.AVAILABLE
                        && theOne.presence().availability() == Availability.AVAILABLE);
    }

    private static String body(Conversation conversation, Message message) {
        return Said.now(conversation, message).body();
    }

    private static void chat(Conversation alices, Conversation bobs) {
        alices.typing(ChatState.COMPOSING);
        await("Alice types").until(() -> bobs.peerState() == ChatState.COMPOSING);
        Message sent = Futures.await(alices.send("Hello Bob, übermorgen? <&>"));
        await("delivered").until(() -> stage(alices, sent) == Delivery.Stage.DELIVERED);
        List<Message> received = bobs.history();
        assertEquals("Hello Bob, übermorgen? <&>", received.get(0).body());
        assertEquals(sent.id(), received.get(0).id());
        assertEquals(1, bobs.unread());
        bobs.markRead();
        await("read").until(() -> stage(alices, sent) == Delivery.Stage.READ);
    }

    private static Delivery.Stage stage(Conversation conversation, Message sent) {
        return conversation.history().stream()
                .filter(message -> message.id().equals(sent.id()))
                .findFirst()
                .orElseThrow()
                .delivery()
                .stage();
    }

    private static RosterEntry.Visibility visibility(Contact contact) {
        return contact.rosterEntry().map(RosterEntry::subscription).orElse(RosterEntry.Visibility.NONE);
    }
}
