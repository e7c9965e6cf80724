package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Room;
import dev.duet.api.event.InvitationDeclined;
import dev.duet.api.event.RoomInvitation;
import dev.duet.api.event.WhisperReceived;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Failure;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;
import dev.duet.model.Message;
import dev.duet.model.OwnPresence;
import dev.duet.model.RoomSetting;
import dev.duet.model.RoomSettings;
import dev.duet.model.RoomState.Phase;
import dev.duet.model.Secret;
import dev.duet.model.XmppConfig.Encryption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How people come into a room, and what they say there to one alone, at a real server. */
abstract class RoomGuestsPeerTest {

    private static final String SERVICE = "rooms." + XmppPeer.DOMAIN;
    private static final String BOB = "bob@" + XmppPeer.DOMAIN;
    private static final Address ALICE = Address.xmpp("alice@" + XmppPeer.DOMAIN);

    private final String address = "guests-" + UUID.randomUUID() + "@" + SERVICE;
    private final BlockingQueue<RoomInvitation> invitations = new LinkedBlockingQueue<>();
    private Account alice;
    private Account bob;
    private Room alices;
    private Room bobs;

    /** A server with the users alice and bob, and rooms. */
    abstract XmppPeer server();

    @BeforeEach
    void signIn() {
        alice = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        bob = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS);
        Futures.await(alice.connect());
        Futures.await(bob.connect());
        bob.on(RoomInvitation.class, invitations::add);
        alices = alice.rooms().room(address);
        bobs = bob.rooms().room(address);
    }

    @AfterEach
    void signOut() {
        alice.close();
        bob.close();
    }

    private void make(RoomSettings settings) {
        Futures.await(alices.join(JoinOptions.as("Alice").withSettings(settings)));
    }

    @Test
    void aPasswordOpensTheDoorAndTravelsWithAnInvitation() {
        Secret password = Secret.of("earl & grey");
        make(RoomSettings.NONE.with(RoomSetting.PASSWORD, password));
        assertEquals(
                Failure.Kind.AUTHENTICATION,
                Futures.failure(bobs.join(JoinOptions.as("Bob"))).kind());
        assertEquals(
                Failure.Kind.AUTHENTICATION,
                Futures.failure(bobs.join(JoinOptions.as("Bob").withPassword(Secret.of("wrong"))))
                        .kind());
        Futures.await(alices.leave());
        Futures.await(alices.join(JoinOptions.as("Alice").withPassword(password)));
        Futures.await(alices.invite(BOB, "For tea"));
        RoomInvitation invitation = Futures.next(invitations);
        assertEquals(InvitationWay.DIRECT, invitation.way());
        assertEquals(bobs.address(), invitation.room().address());
        assertEquals(ALICE, invitation.from());
        assertEquals("For tea", invitation.reason());
        assertEquals(password, invitation.password());
        assertFalse(invitation.toString().contains("grey"), "a secret shows itself to nobody");
        Futures.await(invitation.accept("Bob"));
        assertEquals(Phase.JOINED, bobs.state().phase());
        await("no second one").until(invitations::isEmpty);
    }

    @Test
    void aRoomForMembersLetsInWhoIsInvited() {
        make(RoomSettings.NONE.with(RoomSetting.MEMBERS_ONLY, true));
        BlockingQueue<InvitationDeclined> declined = new LinkedBlockingQueue<>();
        alice.on(InvitationDeclined.class, declined::add);
        Futures.await(alices.invite(BOB, "For tea"));
        RoomInvitation invitation = Futures.next(invitations);
        assertEquals(InvitationWay.MEDIATED, invitation.way());
        assertEquals("For tea", invitation.reason());
        assertNull(invitation.password());
        Futures.await(invitation.decline("No time"));
        InvitationDeclined answer = Futures.next(declined);
        assertEquals(alices.address(), answer.room().address());
        assertEquals(Address.xmpp(BOB), answer.by());
        assertEquals("No time", answer.reason());
        Futures.await(invitation.accept("Bob"));
        assertEquals(Phase.JOINED, bobs.state().phase());
    }

    @Test
    void whoIsAwayIsInvitedWhenComingBack() {
        make(RoomSettings.NONE);
        Futures.await(bob.disconnect());
        Futures.await(alices.invite(BOB, "Later"));
        Futures.await(bob.connect());
        assertEquals("Later", Futures.next(invitations).reason());
        assertTrue(bob.conversations().isEmpty(), "an invitation is nothing said");
    }

    @Test
    void oneIsToldAloneWhatOthersDoNotHear() {
        make(RoomSettings.NONE);
        BlockingQueue<WhisperReceived> heard = new LinkedBlockingQueue<>();
        bob.on(WhisperReceived.class, heard::add);
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.whisper("Alice", "Psst")).kind());
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        await("Alice sees Bob").until(() -> alices.occupant("Bob").isPresent());
        Futures.await(alices.whisper("Bob", "Psst"));
        WhisperReceived whisper = Futures.next(heard);
        assertEquals("Psst", whisper.body());
        assertEquals("Alice", whisper.nickname());
        assertEquals(
                Failure.Kind.NOT_FOUND,
                Futures.failure(alices.whisper("Nobody", "Psst")).kind());
        assertTrue(bobs.conversation().history().isEmpty(), "it is no part of what is said to all");
        assertTrue(alices.conversation().history().isEmpty());
    }

    @Test
    void nobodyIsUnseenInARoom() {
        make(RoomSettings.NONE);
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        Futures.await(alices.conversation().send("Before"));
        await("heard").until(() -> Said.find(bobs.conversation(), "Before").isPresent());
        Futures.await(bob.publish(OwnPresence.of(Availability.OFFLINE)));
        await("Bob went").until(() -> alices.occupant("Bob").isEmpty());
        assertEquals(Phase.HIDDEN, bobs.state().phase());
        assertTrue(bobs.occupants().isEmpty());
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.join(JoinOptions.as("Bob"))).kind());
        Message meanwhile = Futures.await(alices.conversation().send("Meanwhile"));
        await("passed on")
                .until(() ->
                        Said.now(alices.conversation(), meanwhile).delivery().stage() == Stage.DELIVERED);
        CompletableFuture<Message> waiting = bobs.conversation().send("I was away");
        Futures.await(bob.publish(OwnPresence.AVAILABLE));
        await("Bob is in again").until(() -> bobs.state().phase() == Phase.JOINED);
        Futures.await(waiting);
        await("all is there")
                .untilAsserted(() -> assertEquals(
                        List.of("Before", "Meanwhile", "I was away"),
                        bobs.conversation().history().stream()
                                .map(Message::body)
                                .toList()));
        await("heard")
                .until(() -> Said.find(alices.conversation(), "I was away").isPresent());
    }

    @Test
    void whoHasANicknameAfterAnotherCannotChangeWhatTheOtherSaid() {
        make(RoomSettings.NONE.with(RoomSetting.SHOWS_ADDRESSES, false));
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        try (Account carol = PeerAccounts.xmpp(server(), "carol", Encryption.STARTTLS)) {
            Futures.await(carol.connect());
            Room carols = Futures.await(carol.rooms().join(address, "Carol"));
            Message said = Futures.await(carols.conversation().send("Tea"));
            await("heard").until(() -> Said.find(bobs.conversation(), "Tea").isPresent());
            Message got = Said.find(bobs.conversation(), "Tea").orElseThrow();
            Futures.await(carols.conversation().correct(said, "Green tea"));
            await("corrected")
                    .until(() -> Said.now(bobs.conversation(), got).body().equals("Green tea"));
            Futures.await(carols.leave());
            await("Carol went").until(() -> bobs.occupant("Carol").isEmpty());

            Futures.await(alices.changeNickname("Carol"));
            await("Alice has her name").until(() -> bobs.occupant("Carol").isPresent());
            alices.conversation().correct(said, "Poison");
            alices.conversation().retract(Said.now(carols.conversation(), said));
            Futures.await(alices.conversation().send("Coffee"));
            await("heard").until(() -> Said.find(bobs.conversation(), "Coffee").isPresent());
            assertEquals("Green tea", Said.now(bobs.conversation(), got).body());
            assertFalse(Said.now(bobs.conversation(), got).isRetracted());
        }
    }
}
