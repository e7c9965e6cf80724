package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duet.api.Account;
import dev.duet.api.Room;
import dev.duet.api.event.MessageModerated;
import dev.duet.api.event.RoomAvatarChanged;
import dev.duet.api.event.VoiceRequested;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.model.Message;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomDetails;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomListing;
import dev.duet.model.RoomMember;
import dev.duet.model.RoomPage;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomSetting;
import dev.duet.model.RoomSettings;
import dev.duet.model.RoomState.Phase;
import dev.duet.model.RoomTrait;
import dev.duet.model.XmppConfig.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One who rules a room, and one who does not, at a real server. */
abstract class RoomRulesPeerTest {

    private static final String SERVICE = "rooms." + XmppPeer.DOMAIN;
    private static final String BOB = "bob@" + XmppPeer.DOMAIN;

    private final String address = "rules-" + UUID.randomUUID() + "@" + SERVICE;
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

    private void meet(RoomSettings settings) {
        make(settings);
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        await("Alice sees Bob").until(() -> alices.occupant("Bob").isPresent());
    }

    @Test
    void aRoomIsMadeAsItsOwnerWantsIt() {
        make(RoomSettings.NONE
                .with(RoomSetting.NAME, "Tea & cake")
                .with(RoomSetting.DESCRIPTION, "All about <tea>")
                .with(RoomSetting.PERSISTENT, true)
                .with(RoomSetting.MEMBERS_ONLY, true)
                .with(RoomSetting.SHOWS_ADDRESSES, false));
        RoomDetails details = Futures.await(bobs.details());
        assertEquals("Tea & cake", details.name());
        assertEquals("All about <tea>", details.description());
        assertTrue(details.traits().containsAll(Set.of(RoomTrait.PERSISTENT, RoomTrait.MEMBERS_ONLY)));
        assertFalse(details.is(RoomTrait.SHOWS_ADDRESSES));
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.join(JoinOptions.as("Bob"))).kind());

        Futures.await(alices.rules()
                .configure(RoomSettings.NONE
                        .with(RoomSetting.MEMBERS_ONLY, false)
                        .with(RoomSetting.SHOWS_ADDRESSES, true)));
        RoomSettings settings = Futures.await(alices.rules().settings());
        assertEquals("Tea & cake", settings.get(RoomSetting.NAME).orElseThrow());
        assertEquals(false, settings.get(RoomSetting.MEMBERS_ONLY).orElseThrow());
        assertEquals(true, settings.get(RoomSetting.SHOWS_ADDRESSES).orElseThrow());
        assertTrue(settings.is(RoomSetting.PERSISTENT));
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        assertEquals(
                Address.xmpp("alice@" + XmppPeer.DOMAIN),
                bobs.occupant("Alice").orElseThrow().address());
        assertEquals(
                Failure.Kind.REFUSED, Futures.failure(bobs.rules().settings()).kind());
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                Futures.failure(alices.rules()
                                .configure(RoomSettings.NONE.with(RoomSetting.text("no-such-setting"), "x")))
                        .kind());
    }

    @Test
    void aVisitorAsksForVoiceAndIsAnswered() {
        BlockingQueue<VoiceRequested> wishes = new LinkedBlockingQueue<>();
        alice.on(VoiceRequested.class, wishes::add);
        meet(RoomSettings.NONE.with(RoomSetting.MODERATED, true));
        assertEquals(RoomRole.VISITOR, bobs.occupant("Bob").orElseThrow().role());
        Futures.await(bobs.requestVoice());
        VoiceRequested wish = Futures.next(wishes);
        assertEquals("Bob", wish.request().nickname());
        assertEquals(Address.xmpp(BOB), wish.request().address().bare());
        assertEquals(alices, wish.room());
        Futures.await(wish.deny());
        Futures.await(alices.setSubject("No")); // what was answered before is done by then
        await("the subject").until(() -> bobs.subject().equals("No"));
        assertEquals(RoomRole.VISITOR, bobs.occupant("Bob").orElseThrow().role());
        Futures.await(wish.grant());
        await("voice").until(() -> bobs.occupant("Bob").orElseThrow().role() == RoomRole.PARTICIPANT);
        Message said = Futures.await(bobs.conversation().send("Thank you"));
        await("said").until(() -> Said.find(alices.conversation(), said.body()).isPresent());
    }

    @Test
    void aRoomThatCannotBeAsItsOwnerWantsItIsNot() {
        RoomSettings strange = RoomSettings.NONE.with(RoomSetting.flag("no-such-setting"), true);
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                Futures.failure(alices.join(JoinOptions.as("Alice").withSettings(strange)))
                        .kind());
        assertEquals(RoomExit.Kind.REFUSED, alices.state().exit().kind());
        await("it is not there").until(() -> {
            try {
                bobs.details().join();
                return false;
            } catch (CompletionException gone) {
                return true;
            }
        });
    }

    @Test
    void whoHasNoVoiceSaysNothingUntilItIsGiven() {
        meet(RoomSettings.NONE.with(RoomSetting.MODERATED, true));
        assertEquals(RoomRole.VISITOR, bobs.occupant("Bob").orElseThrow().role());
        bobs.conversation().send("May I?");
        await("refused").until(() -> Said.find(bobs.conversation(), "May I?")
                .filter(message -> message.delivery().stage() == Stage.FAILED)
                .isPresent());
        assertTrue(Said.find(alices.conversation(), "May I?").isEmpty());
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.rules().setRole("Bob", RoomRole.PARTICIPANT, ""))
                        .kind());

        Futures.await(alices.rules().setRole("Bob", RoomRole.PARTICIPANT, "Please"));
        await("Bob has voice").until(() -> bobs.occupant("Bob").orElseThrow().role() == RoomRole.PARTICIPANT);
        Futures.await(bobs.conversation().send("Thanks"));
        await("heard").until(() -> Said.find(alices.conversation(), "Thanks").isPresent());
        Futures.await(alices.rules().setRole("Bob", RoomRole.MODERATOR, ""));
        await("Bob rules").until(() -> bobs.occupant("Bob").orElseThrow().role() == RoomRole.MODERATOR);
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.rules().kick("Alice", "Mine")).kind());
        assertTrue(Set.of(Failure.Kind.NOT_FOUND, Failure.Kind.REFUSED)
                .contains(Futures.failure(alices.rules().kick("Nobody", "")).kind()));
    }

    @Test
    void whoIsTakenOutMayComeBackUntilBanned() {
        meet(RoomSettings.NONE);
        Futures.await(alices.rules().kick("Bob", "Enough"));
        await("Bob is out").until(() -> bobs.state().phase() == Phase.OUT);
        assertEquals(RoomExit.Kind.KICKED, bobs.state().exit().kind());
        assertEquals("Enough", bobs.state().exit().reason());
        Futures.await(bobs.join(JoinOptions.as("Bob")));

        Futures.await(alices.rules().ban(BOB, "For good"));
        await("Bob is out").until(() -> bobs.state().phase() == Phase.OUT);
        assertEquals(RoomExit.Kind.BANNED, bobs.state().exit().kind());
        assertEquals("For good", bobs.state().exit().reason());
        List<RoomMember> banned = Futures.await(alices.rules().list(RoomAffiliation.OUTCAST));
        assertEquals(
                List.of(Address.xmpp(BOB)),
                banned.stream().map(RoomMember::address).toList());
        assertEquals(RoomAffiliation.OUTCAST, banned.get(0).affiliation());
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.join(JoinOptions.as("Bob"))).kind());

        Futures.await(alices.rules().setAffiliation(BOB, RoomAffiliation.MEMBER, ""));
        assertEquals(List.of(), Futures.await(alices.rules().list(RoomAffiliation.OUTCAST)));
        assertEquals(
                Set.of(Address.xmpp(BOB)),
                Futures.await(alices.rules().list(RoomAffiliation.MEMBER)).stream()
                        .map(RoomMember::address)
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of(Address.xmpp("alice@" + XmppPeer.DOMAIN)),
                Futures.await(alices.rules().list(RoomAffiliation.OWNER)).stream()
                        .map(RoomMember::address)
                        .collect(Collectors.toSet()));
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        assertEquals(RoomAffiliation.MEMBER, bobs.occupant("Bob").orElseThrow().affiliation());
    }

    @Test
    void aRoomThatEndsTellsWhereToGo() {
        meet(RoomSettings.NONE);
        String other = "other-" + UUID.randomUUID() + "@" + SERVICE;
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.rules().destroy("", null)).kind());
        Futures.await(alices.rules().destroy("Too loud", other));
        await("Bob is out").until(() -> bobs.state().phase() == Phase.OUT);
        await("Alice is out").until(() -> alices.state().phase() == Phase.OUT);
        RoomExit exit = bobs.state().exit();
        assertEquals(RoomExit.Kind.DESTROYED, exit.kind());
        assertEquals("Too loud", exit.reason());
        assertEquals(Address.xmpp(other), exit.instead());
    }

    @Test
    void roomsAreListedByTheirServicePageByPage() {
        RoomSettings listed = RoomSettings.NONE.with(RoomSetting.LISTED, true);
        make(listed.with(RoomSetting.NAME, "Rules"));
        Room second = alice.rooms().room("second-" + address);
        Futures.await(second.join(JoinOptions.as("Alice").withSettings(listed)));
        assertEquals(List.of(Address.xmpp(SERVICE)), Futures.await(bob.rooms().services()));
        List<RoomListing> all = new ArrayList<>();
        RoomPage page = Futures.await(bob.rooms().list(SERVICE, 1, ""));
        all.addAll(page.rooms());
        while (!page.next().isEmpty()) {
            assertEquals(1, page.rooms().size());
            page = Futures.await(bob.rooms().list(SERVICE, 1, page.next()));
            all.addAll(page.rooms());
        }
        List<Address> found = all.stream().map(RoomListing::room).toList();
        assertTrue(found.containsAll(List.of(alices.address(), second.address())), found::toString);
        assertEquals(Set.copyOf(found).size(), found.size(), "none is there twice");
        assertTrue(all.stream().anyMatch(room -> room.name().startsWith("Rules")));
        Futures.await(second.rules().destroy("", null));
    }

    @Test
    void moderatorsTakeBackWhatOthersSaid() {
        meet(RoomSettings.NONE);
        assumeTrue(
                Futures.await(alices.details()).is(RoomTrait.MODERATION), "This server has no moderation (XEP-0425)");
        List<MessageModerated> told = new CopyOnWriteArrayList<>();
        bob.on(MessageModerated.class, told::add);
        Futures.await(bobs.conversation().send("Buy this"));
        await("heard").until(() -> Said.find(alices.conversation(), "Buy this").isPresent());
        Message spam = Said.find(alices.conversation(), "Buy this").orElseThrow();
        Futures.await(alices.rules().retract(spam, "Spam"));
        await("gone").until(() -> Said.now(alices.conversation(), spam).isRetracted());
        await("told").until(() -> told.size() == 1);
        assertEquals("Alice", told.get(0).by());
        assertEquals("Spam", told.get(0).reason());
        assertTrue(told.get(0).message().isRetracted());
        Message mine = Futures.await(alices.conversation().send("Good"));
        await("passed on")
                .until(() -> Said.now(alices.conversation(), mine).delivery().stage() == Stage.DELIVERED);
        await("heard").until(() -> Said.find(bobs.conversation(), "Good").isPresent());
        Message good = Said.find(bobs.conversation(), "Good").orElseThrow();
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.rules().retract(good, "")).kind());
    }

    @Test
    void aRoomHasAPicture() {
        meet(RoomSettings.NONE);
        assumeTrue(Futures.await(alices.details()).is(RoomTrait.AVATAR), "This server has no vCards of rooms");
        List<RoomAvatarChanged> told = new CopyOnWriteArrayList<>();
        bob.on(RoomAvatarChanged.class, told::add);
        assertTrue(Futures.await(bobs.avatar()).isEmpty());
        Avatar picture = Avatar.of("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3});
        assertEquals(
                Failure.Kind.REFUSED,
                Futures.failure(bobs.rules().setAvatar(picture)).kind());
        Futures.await(alices.rules().setAvatar(picture));
        assertEquals(picture, Futures.await(bobs.avatar()).orElseThrow());
        await("told").until(() -> !told.isEmpty());
        assertEquals(picture.id(), told.get(told.size() - 1).avatarId());
        Futures.await(alices.rules().setAvatar(null));
        assertTrue(Futures.await(bobs.avatar()).isEmpty());
    }
}
