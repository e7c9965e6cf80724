package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.duet.api.Account;
import dev.duet.api.AccountLink;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.event.BlockListChanged;
import dev.duet.api.event.ContactRequest;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Avatar;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.Mood;
import dev.duet.model.OwnPresence;
import dev.duet.model.PersonClaim;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.SpamReport;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import dev.duet.model.XmppConfig.Encryption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two people know of each other, at a real server. */
abstract class PeoplePeerTest {

    private Account alice;
    private Account bob;
    private Contact bobAtAlice;
    private Contact aliceAtBob;

    /** A server with the users alice, bob and carol. */
    abstract XmppPeer server();

    /** Whether those who are blocked see the user go. */
    boolean takesPresenceBack() {
        return true;
    }

    @Test
    void moodsAndTunesAreSeenByContacts() {
        Mood mood = new Mood("happy", "Kettle's on & <warm>");
        Tune tune =
                new Tune("Yes", "Heart of the Sunrise", "Fragile", "3", "https://x.test/", Duration.ofSeconds(686), 8);
        Futures.await(alice.profiles().publishMood(mood));
        Futures.await(alice.profiles().publishTune(tune));
        await("seen")
                .until(() -> aliceAtBob.mood().equals(Optional.of(mood))
                        && aliceAtBob.tune().equals(Optional.of(tune)));
        Futures.await(bob.disconnect());
        await("not known any more").until(() -> aliceAtBob.mood().isEmpty());
        Futures.await(bob.connect());
        await("told once more").until(() -> aliceAtBob.mood().equals(Optional.of(mood)));
        Futures.await(alice.profiles().publishMood(null));
        Futures.await(alice.profiles().publishTune(null));
        await("taken back")
                .until(() -> aliceAtBob.mood().isEmpty() && aliceAtBob.tune().isEmpty());
    }

    @BeforeEach
    void meet() {
        alice = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        bob = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS);
        for (Account account : List.of(alice, bob)) {
            account.on(ContactRequest.class, ContactRequest::approve);
            Futures.await(account.connect());
        }
        bobAtAlice = Futures.await(alice.contacts().add("bob@" + XmppPeer.DOMAIN));
        await("Bob's consent")
                .until(() ->
                        bobAtAlice.rosterEntry().orElseThrow().subscription().seesContact());
        aliceAtBob = Futures.await(bob.contacts().add("alice@" + XmppPeer.DOMAIN));
        await("both see each other").until(() -> isThere(bobAtAlice) && isThere(aliceAtBob));
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private static boolean isThere(Contact contact) {
        return contact.presence().availability() == Availability.AVAILABLE
                && contact.rosterEntry()
                        .filter(entry -> entry.subscription() == RosterEntry.Visibility.BOTH)
                        .isPresent();
    }

    @Test
    void whoIsBlockedIsNotHeardOnAnyDeviceUntilUnblocked() {
        Address bobsAddress = Address.xmpp("bob@" + XmppPeer.DOMAIN);
        AtomicInteger changes = new AtomicInteger();
        try (Account desk = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS)) {
            desk.on(BlockListChanged.class, change -> changes.incrementAndGet());
            Futures.await(desk.connect());
            await("the other device is there")
                    .until(() -> desk.contacts().find(bobsAddress).isPresent());
            Futures.await(alice.blockList().block(List.of(bobsAddress), SpamReport.of(SpamReport.Reason.SPAM)));
            assertEquals(Set.of(bobsAddress), alice.blockList().addresses());
            await("the other device knows").until(() -> desk.blockList().blocks(bobsAddress));
            await("Alice is gone, at a server that takes her presence back (XEP-0191 3.3)")
                    .until(() -> !takesPresenceBack() || aliceAtBob.presence().availability() == Availability.OFFLINE);
            await("so is Bob").until(() -> bobAtAlice.presence().availability() == Availability.OFFLINE);

            Conversation alices = alice.conversation(bobAtAlice);
            String unheard = "Unheard " + System.nanoTime();
            Futures.await(bob.conversation(aliceAtBob).send(unheard).exceptionally(refused -> null));
            alices.send("To nobody");
            await("refused").until(() -> alices.history().stream()
                    .anyMatch(message -> message.delivery().stage() == Delivery.Stage.FAILED));

            Futures.await(desk.blockList().unblock(bobsAddress));
            await("the first device knows").until(() -> !alice.blockList().blocks(bobsAddress));
            await("Alice is back").until(() -> isThere(aliceAtBob));
            Futures.await(bob.conversation(aliceAtBob).send("Heard"));
            await("heard").until(() -> bodies(alices).contains("Heard"));
            assertFalse(bodies(alices).contains(unheard), "What Bob said while he was blocked");
            assertEquals(2, changes.get());
        }
    }

    @Test
    void aVCardIsPublishedFetchedAndTellsOfOtherAddresses() {
        Address desk = Address.sip("bob@pbx.example.net");
        VCard card = VCard.EMPTY
                .withFullName("Bob Builder")
                .withOrganisation("Duet", "Builder")
                .withEmails(List.of("bob@example.net"))
                .withAddresses(Set.of(desk, Address.tel("+4930123456")));
        Futures.await(bob.profiles().publish(card));
        assertEquals(card, Futures.await(alice.profiles().vCard(bobAtAlice)).orElseThrow());
        await("a cue").until(() -> alice.contacts()
                .identify(desk)
                .filter(match -> match.contact().equals(bobAtAlice) && !match.certain())
                .isPresent());
        Futures.await(bob.profiles().publish(card.withAddresses(Set.of())));
        assertEquals(
                card.withAddresses(Set.of()),
                Futures.await(alice.profiles().vCard(bobAtAlice)).orElseThrow());
        await("no cue any more").until(() -> alice.contacts().identify(desk).isEmpty());
    }

    @Test
    void anAvatarIsAnnouncedFetchedChangedAndTakenAway() {
        byte[] picture = new byte[Avatar.MAX_PUBLISHED];
        new Random(7).nextBytes(picture);
        for (Avatar avatar : List.of(
                Avatar.of("image/png", picture), Avatar.of("image/png", "small".getBytes(StandardCharsets.UTF_8)))) {
            Futures.await(bob.profiles().publish(avatar));
            await("announced").until(() -> bobAtAlice.avatarId().equals(Optional.of(avatar.id())));
            assertEquals(
                    avatar, Futures.await(alice.profiles().avatar(bobAtAlice)).orElseThrow());
            assertEquals(avatar, Futures.await(bob.profiles().avatar()).orElseThrow());
        }
        Futures.await(bob.profiles().removeAvatar());
        await("gone").until(() -> bobAtAlice.avatarId().isEmpty());
        assertEquals(Optional.empty(), Futures.await(alice.profiles().avatar(bobAtAlice)));
    }

    @Test
    void idleTimeLastActivityAndPreApproval() {
        Instant since = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        Futures.await(bob.publish(OwnPresence.of(Availability.AWAY).withIdleSince(since)));
        await("idle").until(() -> since.equals(bobAtAlice.presence().since()));
        Instant before = Instant.now().minusSeconds(1);
        Futures.await(bob.disconnect());
        await("gone").until(() -> bobAtAlice.presence().availability() == Availability.OFFLINE);
        Instant left = Futures.await(alice.profiles().lastActivity(bobAtAlice)).orElseThrow();
        assertFalse(left.isBefore(before.minusSeconds(1)) || left.isAfter(Instant.now()), left::toString);

        Futures.await(bob.connect());
        try (Account carol = PeerAccounts.xmpp(server(), "carol", Encryption.STARTTLS)) {
            AtomicInteger asked = new AtomicInteger();
            carol.on(ContactRequest.class, request -> asked.incrementAndGet());
            Futures.await(carol.connect());
            carol.contacts().approve(Address.xmpp("bob@" + XmppPeer.DOMAIN));
            Contact carolAtBob = Futures.await(bob.contacts().add("carol@" + XmppPeer.DOMAIN));
            await("seen without a question")
                    .until(() -> carolAtBob.presence().availability() == Availability.AVAILABLE);
            assertEquals(0, asked.get());
            Futures.await(bob.contacts().remove(carolAtBob));
        }
    }

    @Test
    void whatMattersComesAlsoWhileTheUserDoesNotLook() {
        alice.active(false);
        Futures.await(alice.profiles().lastActivity(bobAtAlice)); // the server knows by now that she does not look
        Futures.await(bob.conversation(aliceAtBob).send("Wake up"));
        await("awake").until(() -> bodies(alice.conversation(bobAtAlice)).contains("Wake up"));
        Futures.await(bob.publish(OwnPresence.of(Availability.AWAY)));
        alice.active(true);
        await("all the rest").until(() -> bobAtAlice.presence().availability() == Availability.AWAY);
        Futures.await(bob.publish(OwnPresence.AVAILABLE));
    }

    @Test
    void anAccountIsMadeSignedInToAndGetsAnotherPassword() {
        String user = "zoe" + System.nanoTime();
        try (Account zoe = PeerAccounts.xmpp(server(), user, Encryption.STARTTLS)) {
            AccountLink half = zoe.link(Protocol.XMPP);
            Futures.await(half.register());
            assertEquals(Failure.Kind.REFUSED, Futures.failure(half.register()).kind());
            Futures.await(half.connect());
            Futures.await(half.changePassword("other secret"));
            Futures.await(half.disconnect());
            Futures.await(half.connect());
        }
        try (Account old = PeerAccounts.xmpp(server(), user, Encryption.STARTTLS)) {
            assertEquals(
                    Failure.Kind.AUTHENTICATION, Futures.failure(old.connect()).kind());
        }
    }

    @Test
    void anAccountIsTakenAwayAndItsNameIsFree() {
        try (Account yves = PeerAccounts.xmpp(server(), "yves" + System.nanoTime(), Encryption.STARTTLS)) {
            AccountLink half = yves.link(Protocol.XMPP);
            Futures.await(half.register());
            Futures.await(half.connect());
            Futures.await(half.unregister());
            assertEquals(LinkPhase.OFFLINE, half.state().phase());
            assertEquals(
                    Failure.Kind.NETWORK, Futures.failure(half.unregister()).kind());
            assertEquals(
                    Failure.Kind.AUTHENTICATION, Futures.failure(half.connect()).kind());
            Futures.await(half.register());
            Futures.await(half.connect());
        }
    }

    @Test
    void aNicknameIsANameForThoseWhoGaveNone() {
        Futures.await(bob.profiles().publishNickname("Bobby"));
        await("known").until(() -> bobAtAlice.name().equals("Bobby"));
        Futures.await(bob.profiles().publishNickname(""));
        await("not any more").until(() -> bobAtAlice.name().equals("bob@" + XmppPeer.DOMAIN));
    }

    @Test
    void contactsAreToldHowElseTheUserIsReached() {
        Address phone = Address.parse("tel:+13035551212");
        Address desk = Address.parse("sip:bob@pbx.example");
        Futures.await(bob.profiles().publishReachability(Set.of(phone, desk)));
        await("claimed")
                .until(
                        () -> bobAtAlice.hints().stream().map(PersonClaim::of).collect(Collectors.toSet()),
                        told -> told.equals(Set.of(phone, desk)));
        Futures.await(bob.profiles().publishReachability(Set.of()));
        await("taken back").until(() -> bobAtAlice.hints().isEmpty());
    }

    private static List<String> bodies(Conversation conversation) {
        return conversation.history().stream().map(Message::body).toList();
    }
}
