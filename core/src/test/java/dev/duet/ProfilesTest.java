package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Contact;
import dev.duet.api.Contacts.Match;
import dev.duet.api.Profiles;
import dev.duet.api.event.ContactChanged;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Avatar;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.OwnPresence;
import dev.duet.model.PersonClaim;
import dev.duet.model.RosterEntry;
import dev.duet.model.VCard;
import dev.duet.testing.FakeLink;
import dev.duet.testing.World;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people tell about themselves. */
class ProfilesTest {

    private static final Address BOB = Address.xmpp("bob@chat.example");
    private static final Address DESK = Address.sip("4711@pbx.example.net");
    private static final Address NUMBER = Address.tel("+49301234567");
    private static final VCard CARD =
            VCard.EMPTY.withFullName("Robert").withAddresses(Set.of(DESK, NUMBER, Address.tel("4711"), BOB));

    private final World world = World.both().online();
    private final Profiles profiles = world.account.profiles();

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private Contact bob(String name) {
        xmpp().listener.rosterEntry(new RosterEntry(BOB, name, Set.of(), RosterEntry.Visibility.BOTH, false));
        world.run();
        return world.account.contacts().find(BOB).orElseThrow();
    }

    private <T> T done(CompletableFuture<T> future) {
        world.run();
        assertTrue(future.isDone());
        return future.join();
    }

    @Test
    void theAddressesOfAVCardAreHintsUntilTheOtherSideSaysTheSame() {
        Contact bob = bob("Bob");
        xmpp().vCard = CARD;
        assertEquals(Optional.of(CARD), done(profiles.vCard(bob)));
        assertEquals(Set.of(BOB), bob.addresses());
        assertEquals(2, bob.hints().size(), "the local number says nothing to others");
        Match cue = world.account.contacts().identify(DESK).orElseThrow();
        assertEquals(bob, cue.contact());
        assertFalse(cue.certain());
        xmpp().listener.claims(DESK, PersonClaim.Kind.CALL_INFO, Set.of(BOB));
        world.run();
        assertEquals(Set.of(BOB, DESK), bob.addresses());
        xmpp().vCard = VCard.EMPTY.withFullName("Robert");
        done(profiles.vCard(bob));
        assertEquals(Set.of(BOB), bob.addresses(), "the vCard says so no more");
        xmpp().vCard = CARD;
        done(profiles.vCard(bob));
        assertEquals(Set.of(BOB, DESK), bob.addresses());
        xmpp().vCard = null;
        assertEquals(Optional.empty(), done(profiles.vCard(bob)));
        assertEquals(Set.of(BOB), bob.addresses(), "there is no vCard any more");
    }

    @Test
    void whoHasNoneAndWhoHasNoXmppAddressHasNone() {
        assertEquals(Optional.empty(), done(profiles.vCard(bob(""))));
        assertEquals(Optional.empty(), done(profiles.avatar(bob(""))));
        Contact desk = done(world.account.contacts().add("sip:4711@pbx.example.net"));
        xmpp().vCard = CARD;
        assertEquals(Optional.empty(), done(profiles.vCard(desk)));
    }

    @Test
    void nobodysAnswerIsAFailureAndNotNobodysVCard() {
        Contact bob = bob("");
        xmpp().refuses = Failure.of(Failure.Kind.TIMEOUT, Failure.Origin.SERVER, Failure.Retry.LATER, "silence");
        CompletableFuture<?> failed = profiles.vCard(bob);
        world.run();
        CompletionException why = assertThrows(CompletionException.class, failed::join);
        assertEquals(
                Failure.Kind.TIMEOUT, ((DuetException) why.getCause()).failure().kind());
    }

    @Test
    void aNicknameIsANameUntilTheUserGivesOne() {
        xmpp().listener.nickname(BOB, "Bobby");
        Contact bob = bob("");
        assertEquals("Bobby", bob.name());
        assertEquals(1, world.account.contacts().search("bobby", 1).size());
        bob("Robert");
        assertEquals("Robert", bob.name());
        assertEquals("Bobby", bob.nickname());
        xmpp().listener.nickname(BOB, "");
        world.run();
        assertEquals("", bob.nickname());
        assertEquals(bob, world.last(ContactChanged.class).contact());
    }

    @Test
    void anAvatarIsToldAndFetchedWhenItIsAskedFor() {
        Contact bob = bob("");
        Avatar avatar = Avatar.of("image/png", new byte[] {1, 2, 3});
        xmpp().listener.avatarAnnounced(BOB, avatar.id());
        world.run();
        assertEquals(Optional.of(avatar.id()), bob.avatarId());
        assertEquals(bob, world.last(ContactChanged.class).contact());
        assertFalse(xmpp().did.contains("fetchAvatar " + BOB));
        xmpp().avatar = avatar;
        assertEquals(Optional.of(avatar), done(profiles.avatar(bob)));
    }

    @Test
    void whenSomebodyWasLastThereIsAsked() {
        Contact bob = bob("");
        assertEquals(Optional.empty(), done(profiles.lastActivity(bob)));
        xmpp().lastActivity = Instant.EPOCH;
        assertEquals(Optional.of(Instant.EPOCH), done(profiles.lastActivity(bob)));
    }

    @Test
    void presenceIsToldToSomebodyInParticularAndTheServerWhetherTheUserLooks() {
        done(world.account.publish(DESK, OwnPresence.of(Availability.AWAY)));
        world.account.active(false);
        world.run();
        assertTrue(xmpp().did.containsAll(Set.of("publishTo " + DESK + " AWAY", "active false")), xmpp().did::toString);
    }

    @Test
    void theUsersOwnArePublished() {
        Avatar avatar = Avatar.of("image/png", new byte[Avatar.MAX_PUBLISHED]);
        done(profiles.publish(avatar));
        done(profiles.publish(CARD));
        done(profiles.publishNickname("Al"));
        done(profiles.removeAvatar());
        done(profiles.publishReachability(Set.of(Address.parse("sip:alice@pbx.example;transport=tls"))));
        assertTrue(
                xmpp().did
                        .containsAll(Set.of(
                                "publishAvatar " + avatar,
                                "publishAvatar null",
                                "publishVCard Robert",
                                "publishNickname Al",
                                "publishReachability [sip:alice@pbx.example]")),
                xmpp().did::toString);
        xmpp().vCard = CARD;
        assertEquals(Optional.of(CARD), done(profiles.vCard()));
        assertTrue(xmpp().did.contains("fetchVCard xmpp:alice@example.com"));
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItGoesOut() {
        Avatar large = Avatar.of("image/png", new byte[Avatar.MAX_PUBLISHED + 1]);
        assertThrows(IllegalArgumentException.class, () -> profiles.publish(large));
        assertThrows(IllegalArgumentException.class, () -> Avatar.of("image/png", new byte[Avatar.MAX_FETCHED + 1]));
        assertThrows(IllegalArgumentException.class, () -> Avatar.of("text/html", new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> profiles.publishNickname("x".repeat(1_024)));
        Set<Address> many = IntStream.range(0, 21)
                .mapToObj(i -> Address.sip("alice" + i + "@pbx.example"))
                .collect(Collectors.toSet());
        assertThrows(IllegalArgumentException.class, () -> profiles.publishReachability(many));
    }

    @Test
    void withoutAnXmppHalfNothingIsPublished() {
        World phone = new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .build())
                .online();
        CompletableFuture<Void> failed = phone.account.profiles().publishNickname("Al");
        phone.run();
        CompletionException why = assertThrows(CompletionException.class, failed::join);
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                ((DuetException) why.getCause()).failure().kind());
    }
}
