package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Room;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.OccupantChanged;
import dev.duet.api.event.SubjectChanged;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.model.Message;
import dev.duet.model.Occupant;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomState;
import dev.duet.model.XmppConfig.Encryption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people in a room, at a real server. */
abstract class RoomPeerTest {

    private final String address = "tea-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
    private final List<MessageReceived> heard = new CopyOnWriteArrayList<>();
    private Account alice;
    private Account bob;
    private Room alices;
    private Room bobs;

    /** A server with the users alice and bob, and rooms. */
    abstract XmppPeer server();

    @BeforeEach
    void meet() {
        alice = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        bob = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS);
        Futures.await(alice.connect());
        Futures.await(bob.connect());
        bob.on(MessageReceived.class, heard::add);
        alices = Futures.await(alice.rooms().join(address, "Alice"));
        bobs = Futures.await(bob.rooms().join(address, "Bob"));
        await("Alice sees Bob").until(() -> alices.occupant("Bob").isPresent());
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private static Failure failure(Runnable task) {
        CompletionException failed = assertThrows(CompletionException.class, task::run);
        return ((DuetException) failed.getCause()).failure();
    }

    @Test
    void whatIsSaidIsThereOnceWithWhoSaidIt() {
        Message sent = Futures.await(alices.conversation().send("Tea?"));
        await("passed on")
                .until(() -> Said.now(alices.conversation(), sent).delivery().stage() == Stage.DELIVERED);
        await("heard").until(() -> Said.find(bobs.conversation(), "Tea?").isPresent());
        Message got = Said.find(bobs.conversation(), "Tea?").orElseThrow();
        assertTrue(got.incoming());
        assertEquals(Address.xmpp(address).withResource("Alice"), got.from());
        assertEquals(sent.id(), got.id());
        Occupant speaker = bobs.occupant("Alice").orElseThrow();
        assertEquals(
                speaker.id().isEmpty() ? got.from().uri() : speaker.id(),
                got.details().sender());
        assertEquals(
                got.details().archiveId(),
                Said.now(alices.conversation(), sent).details().archiveId());
        Futures.await(bobs.conversation().send("Please"));
        await("answered").until(() -> Said.find(alices.conversation(), "Please").isPresent());
        assertEquals(2, alices.conversation().history().size(), "nothing is there twice");
        assertEquals(1, heard.size());
        assertEquals(1, bobs.conversation().unread());

        Futures.await(alices.conversation().correct(sent, "Coffee?"));
        await("corrected").until(() -> Said.now(bobs.conversation(), got).body().equals("Coffee?"));
        Futures.await(bobs.conversation().react(got, Set.of("\uD83D\uDC4D")));
        await("reacted")
                .until(() -> Said.now(alices.conversation(), sent)
                                .details()
                                .reactions()
                                .size()
                        == 1);
        assertEquals(2, alices.conversation().history().size());
        assertEquals(2, bobs.conversation().history().size());
    }

    @Test
    void whoIsThereIsKnownAndWhoComesLaterSeesWhatWasSaid() {
        assertEquals(RoomState.Phase.JOINED, alices.state().phase());
        Occupant owner = bobs.occupant("Alice").orElseThrow();
        assertEquals(RoomAffiliation.OWNER, owner.affiliation());
        assertEquals(RoomRole.MODERATOR, owner.role());
        assertEquals(
                List.of("Alice", "Bob"),
                alices.occupants().stream().map(Occupant::nickname).toList());
        List<OccupantChanged> changes = new CopyOnWriteArrayList<>();
        alice.on(OccupantChanged.class, changes::add);
        for (int i = 0; i < 5; i++) {
            Futures.await(alices.conversation().send("Line " + i));
        }
        await("all heard").until(() -> heard.size() == 5);
        Futures.await(bobs.leave());
        assertEquals(RoomExit.Kind.LEFT, bobs.state().exit().kind());
        assertTrue(bobs.occupants().isEmpty());
        await("Bob went").until(() -> alices.occupant("Bob").isEmpty());
        assertEquals(RoomExit.Kind.LEFT, changes.get(changes.size() - 1).exit().kind());

        try (Account again = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS)) {
            Futures.await(again.connect());
            Room room = again.rooms().room(address);
            Futures.await(room.join(JoinOptions.as("Bobby").withHistory(2)));
            assertEquals(
                    List.of("Line 3", "Line 4"),
                    room.conversation().history().stream().map(Message::body).toList());
            assertTrue(room.conversation().history().stream().allMatch(Message::delayed));
        }
    }

    @Test
    void theSubjectIsReadAndSetByWhoMay() {
        List<SubjectChanged> changes = new CopyOnWriteArrayList<>();
        bob.on(SubjectChanged.class, changes::add);
        Futures.await(alices.setSubject("Green tea"));
        assertEquals("Green tea", alices.subject());
        await("Bob reads it").until(() -> bobs.subject().equals("Green tea"));
        assertEquals("Alice", changes.get(0).by());
        Futures.await(bobs.leave());
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        assertEquals("Green tea", bobs.subject());
        assertTrue(bobs.conversation().history().isEmpty(), "a subject is nothing said");
    }

    @Test
    void aNicknameIsChangedUnlessAnotherHasIt() {
        Futures.await(bobs.changeNickname("Robert"));
        assertEquals("Robert", bobs.state().nickname());
        await("Alice sees it").until(() -> alices.occupant("Robert").isPresent());
        assertTrue(alices.occupant("Bob").isEmpty());
        assertEquals(
                Failure.Kind.REFUSED,
                failure(() -> bobs.changeNickname("Alice").join()).kind());
        assertEquals("Robert", bobs.state().nickname());
        Message sent = Futures.await(bobs.conversation().send("It is me"));
        await("passed on")
                .until(() -> Said.now(bobs.conversation(), sent).delivery().stage() == Stage.DELIVERED);
        assertEquals(1, bobs.conversation().history().size());
        Futures.await(alices.changeNickname("Bob"));
        Futures.await(alices.conversation().send("Bob is another now"));
        await("not taken for his own").until(() -> Said.find(bobs.conversation(), "Bob is another now")
                .filter(Message::incoming)
                .isPresent());
        Futures.await(alices.changeNickname("Alice"));
        Futures.await(bobs.leave());
        assertEquals(
                Failure.Kind.REFUSED,
                failure(() -> bobs.join(JoinOptions.as("Alice")).join()).kind());
        assertEquals(RoomExit.Kind.REFUSED, bobs.state().exit().kind());
    }

    @Test
    void whoComesBackIsInTheRoomAgainAndMissesNothing() {
        Futures.await(alices.conversation().send("Before"));
        await("heard").until(() -> heard.size() == 1);
        Futures.await(bob.disconnect());
        await("Bob is gone").until(() -> alices.occupant("Bob").isEmpty());
        assertEquals(RoomState.Phase.JOINING, bobs.state().phase());
        Futures.await(alices.conversation().send("Meanwhile 1"));
        Futures.await(alices.conversation().send("Meanwhile 2"));
        Futures.await(bob.connect());
        await("Bob is in again").until(() -> bobs.state().phase() == RoomState.Phase.JOINED);
        await("all heard").until(() -> heard.size() >= 3);
        assertEquals(
                List.of("Before", "Meanwhile 1", "Meanwhile 2"),
                bobs.conversation().history().stream().map(Message::body).toList());
        Message sent = Futures.await(bobs.conversation().send("Back"));
        await("passed on")
                .until(() -> Said.now(bobs.conversation(), sent).delivery().stage() == Stage.DELIVERED);
        assertFalse(Said.now(bobs.conversation(), sent).incoming());
    }
}
