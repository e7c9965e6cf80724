package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Room;
import dev.duet.api.event.BookmarkChanged;
import dev.duet.examples.Futures;
import dev.duet.model.Availability;
import dev.duet.model.Bookmark;
import dev.duet.model.JoinOptions;
import dev.duet.model.OwnPresence;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomSetting;
import dev.duet.model.RoomSettings;
import dev.duet.model.RoomState.Phase;
import dev.duet.model.Secret;
import dev.duet.model.XmppConfig.Encryption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms that a real server keeps in mind for two devices of one user. */
abstract class RoomBookmarksPeerTest {

    private final String address = "kept-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
    private final Bookmark bookmark =
            Bookmark.of(address).withName("Tea & biscuits").withNickname("Al").withAutojoin(true);
    private final Bookmark probe = Bookmark.of("probe-" + address);
    private Account phone;
    private Account desk;

    /** A server with the user alice, and rooms. */
    abstract XmppPeer server();

    /** Whether the other devices hear at once that a bookmark is gone, and not when they sign in again. */
    boolean tellsOfRetractions() {
        return true;
    }

    @BeforeEach
    void signIn() {
        phone = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        desk = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        Futures.await(phone.connect());
        Futures.await(desk.connect());
        awaitNews(desk);
    }

    /** Waits until the server knows that a device wants to be told: it asks that only after the sign-in. */
    private void awaitNews(Account device) {
        String word = UUID.randomUUID().toString();
        AtomicInteger tries = new AtomicInteger();
        AtomicReference<Bookmark> last = new AtomicReference<>(probe);
        await("to be told of news").until(() -> {
            last.set(probe.withName(word + tries.incrementAndGet()));
            Futures.await(phone.rooms().setBookmark(last.get()));
            return kept(device, probe)
                    .filter(one -> one.name().startsWith(word))
                    .isPresent();
        });
        await("to be told of the last").until(() -> kept(device, probe).equals(Optional.of(last.get())));
    }

    @AfterEach
    void signOut() {
        Futures.await(phone.rooms().removeBookmark(bookmark.room()));
        Futures.await(phone.rooms().removeBookmark(probe.room()));
        phone.close();
        desk.close();
    }

    private Room at(Account device) {
        return device.rooms().room(address);
    }

    private Optional<Bookmark> kept(Account device) {
        return kept(device, bookmark);
    }

    private static Optional<Bookmark> kept(Account device, Bookmark wanted) {
        return device.rooms().bookmarks().stream()
                .filter(one -> one.room().equals(wanted.room()))
                .findFirst();
    }

    private void awaitPhase(Account device, Phase phase) {
        await("to be " + phase).until(() -> at(device).state().phase() == phase);
    }

    @Test
    void whereOneDeviceIsByItselfAllAre() {
        BlockingQueue<BookmarkChanged> changes = new LinkedBlockingQueue<>();
        desk.on(BookmarkChanged.class, changes::add);
        Futures.await(phone.rooms().setBookmark(bookmark));
        assertEquals(Optional.of(bookmark), kept(phone));
        BookmarkChanged added = Futures.next(changes);
        assertEquals(bookmark, added.after());
        assertEquals(at(desk), added.room());
        awaitPhase(phone, Phase.JOINED);
        awaitPhase(desk, Phase.JOINED);
        assertEquals("Al", at(desk).state().nickname());

        try (Account tablet = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS)) {
            Futures.await(tablet.connect());
            awaitPhase(tablet, Phase.JOINED);
            assertEquals(Optional.of(bookmark), kept(tablet));
            awaitNews(tablet);

            Futures.await(desk.rooms().setBookmark(bookmark.withName("Coffee")));
            await("renamed on all").until(() -> List.of(phone, tablet).stream()
                    .allMatch(device -> kept(device).orElseThrow().name().equals("Coffee")));
            assertEquals(Phase.JOINED, at(tablet).state().phase());

            Futures.await(at(desk).leave());
            awaitPhase(phone, Phase.OUT);
            awaitPhase(tablet, Phase.OUT);
            assertEquals(RoomExit.Kind.LEFT, at(phone).state().exit().kind());
            await("kept by the one that left")
                    .until(() -> !kept(desk).orElseThrow().autojoin());
            assertEquals(Optional.of(bookmark.withName("Coffee").withAutojoin(false)), kept(phone));
        }

        Futures.await(desk.rooms().setBookmark(bookmark));
        awaitPhase(phone, Phase.JOINED);
        Futures.await(phone.rooms().removeBookmark(bookmark.room()));
        assertTrue(kept(phone).isEmpty());
        awaitPhase(phone, Phase.OUT);
        awaitPhase(desk, Phase.OUT);
        if (!tellsOfRetractions()) {
            Futures.await(desk.disconnect());
            Futures.await(desk.connect());
        }
        await("forgotten on both").until(() -> kept(desk).isEmpty());
        Futures.await(phone.rooms().removeBookmark(bookmark.room()));
    }

    @Test
    void whatChangedMeanwhileIsCaughtUpWith() {
        Futures.await(phone.rooms().setBookmark(bookmark));
        awaitPhase(desk, Phase.JOINED);
        awaitPhase(phone, Phase.JOINED);
        Futures.await(desk.disconnect());
        Futures.await(at(phone).leave());
        await("kept").until(() -> !kept(phone).orElseThrow().autojoin());
        Futures.await(desk.connect());
        await("known").until(() -> !kept(desk).orElseThrow().autojoin());
        awaitPhase(desk, Phase.OUT);

        Futures.await(desk.disconnect());
        Secret password = Secret.of("lapsang");
        Futures.await(at(phone)
                .join(JoinOptions.as("Al").withSettings(RoomSettings.NONE.with(RoomSetting.PASSWORD, password))));
        Futures.await(phone.rooms().setBookmark(bookmark.withPassword(password)));
        assertFalse(phone.rooms().bookmarks().toString().contains("lapsang"), "a secret shows itself to nobody");
        Futures.await(desk.publish(OwnPresence.of(Availability.OFFLINE)));
        Futures.await(desk.connect());
        await("known").until(() -> kept(desk).equals(Optional.of(bookmark.withPassword(password))));
        assertEquals(Phase.OUT, at(desk).state().phase(), "nobody is in a room unseen");
        Futures.await(desk.publish(OwnPresence.AVAILABLE));
        awaitPhase(desk, Phase.JOINED);
    }
}
