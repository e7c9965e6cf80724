package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.api.event.ContactRequest;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.JoinOptions;
import dev.duet.model.RoomState.Phase;
import dev.duet.model.XmppConfig.Encryption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two devices of one user come to the same picture, at a real server: also when one was away meanwhile. */
abstract class TwoDevicesPeerTest {

    private static final String BOB = "bob@" + XmppPeer.DOMAIN;
    private static final String CAROL = "carol@" + XmppPeer.DOMAIN;

    private final String address = "devices-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
    private final String run = " " + UUID.randomUUID();
    private Account desk;
    private Account phone;
    private Account bob;
    private Room bobs;

    /** A server with the users alice, bob and carol, and rooms. */
    abstract XmppPeer server();

    /** Whether accounts have archives (XEP-0313): without, nobody knows what was said, and read, meanwhile. */
    boolean hasArchive() {
        return true;
    }

    @BeforeEach
    void meet() {
        desk = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        phone = PeerAccounts.xmpp(server(), "alice", Encryption.STARTTLS);
        bob = PeerAccounts.xmpp(server(), "bob", Encryption.STARTTLS);
        for (Account account : List.of(desk, phone, bob)) {
            account.on(ContactRequest.class, ContactRequest::approve);
            Futures.await(account.connect());
        }
        Futures.await(desk.contacts().add(BOB));
        Futures.await(bob.contacts().add("alice@" + XmppPeer.DOMAIN));
        bobs = bob.rooms().room(address);
        Futures.await(bobs.join(JoinOptions.as("Bob")));
        Futures.await(desk.rooms()
                .setBookmark(Bookmark.of(address)
                        .withName("Tea")
                        .withNickname("Alice")
                        .withAutojoin(true)));
        awaitJoined(desk);
        awaitJoined(phone);
        await("the phone sees Bob").until(() -> phone.contacts().find(BOB).isPresent());
    }

    @AfterEach
    void part() {
        desk.rooms().removeBookmark(Address.xmpp(address)).join();
        desk.contacts()
                .find(CAROL)
                .filter(contact -> contact.rosterEntry().isPresent())
                .ifPresent(carol -> Futures.await(desk.contacts().remove(carol)));
        List.of(desk, phone, bob).forEach(Account::close);
    }

    private void awaitJoined(Account device) {
        await("in the room").until(() -> device.rooms().room(address).state().phase() == Phase.JOINED);
    }

    private Conversation withBob(Account device) {
        return device.conversation(device.contacts().find(BOB).orElseThrow());
    }

    private Conversation inRoom(Account device) {
        return device.rooms().room(address).conversation();
    }

    /** What was said in this run: other tests leave their words in the archive of the user. */
    private List<String> said(Conversation conversation) {
        return conversation.history().stream()
                .filter(message -> message.body().endsWith(run))
                .map(message ->
                        (message.incoming() ? "< " : "> ") + message.body().replace(run, ""))
                .toList();
    }

    private List<Object> picture(Account device) {
        return List.of(
                hasArchive() ? said(withBob(device)) : List.of(),
                hasArchive() ? withBob(device).unread() : 0,
                said(inRoom(device)),
                inRoom(device).unread(),
                List.copyOf(device.rooms().bookmarks()),
                device.rooms().room(address).state().phase(),
                device.rooms().room(address).subject(),
                device.contacts().all().stream()
                        .flatMap(contact -> contact.rosterEntry().stream())
                        .map(Object::toString)
                        .sorted()
                        .toList());
    }

    private void awaitSame(List<String> inRoom, List<String> withBob) {
        await("heard in the room").until(() -> said(inRoom(desk)).equals(inRoom));
        if (hasArchive()) {
            await("heard from Bob").until(() -> said(withBob(desk)).equals(withBob));
        }
        await("the same on both").untilAsserted(() -> assertEquals(picture(desk), picture(phone)));
    }

    private void heard(Conversation conversation, String words) {
        await("heard: " + words)
                .until(() -> Said.find(conversation, words + run).isPresent());
    }

    @Test
    void bothShowTheSameWhatEverHappenedWhileOneWasAway() {
        Conversation bobsChat =
                bob.conversation(bob.contacts().find("alice@" + XmppPeer.DOMAIN).orElseThrow());
        Futures.await(withBob(desk).send("Hello" + run));
        heard(bobsChat, "Hello");
        heard(withBob(phone), "Hello"); // a carbon copy
        Futures.await(bobsChat.send("Hello yourself" + run));
        Futures.await(bobs.conversation().send("Kettle is on" + run));
        List.of(withBob(desk), withBob(phone)).forEach(chat -> heard(chat, "Hello yourself"));
        List.of(inRoom(desk), inRoom(phone)).forEach(chat -> heard(chat, "Kettle is on"));
        assertTrue(inRoom(desk).unread() > 0 && withBob(desk).unread() > 0);
        inRoom(phone).markRead();
        withBob(phone).markRead();
        await("read here, too")
                .until(() -> inRoom(desk).unread() == 0
                        && (!hasArchive() || withBob(desk).unread() == 0));
        withBob(desk).markRead();
        awaitSame(List.of("< Kettle is on"), List.of("> Hello", "< Hello yourself"));

        Futures.await(phone.disconnect());
        happensMeanwhile(bobsChat);
        Futures.await(phone.connect());
        awaitJoined(phone);
        awaitSame(
                List.of("< Kettle is on", "> Coming", "< Milk?", "< Sugar?"),
                List.of("> Hello", "< Hello yourself", "< One", "> Two", "< Three"));
        assertEquals(1, inRoom(phone).unread());
        assertEquals("Biscuits", phone.rooms().room(address).subject());
        assertEquals("Carol", phone.contacts().find(CAROL).orElseThrow().name());

        Futures.await(desk.disconnect());
        inRoom(phone).markRead();
        Futures.await(phone.rooms()
                .setBookmark(phone.rooms().bookmarks().stream()
                        .filter(kept -> kept.room().equals(Address.xmpp(address)))
                        .findFirst()
                        .orElseThrow()
                        .withName("Coffee")));
        Contact carol = phone.contacts().find(CAROL).orElseThrow();
        Futures.await(phone.contacts().change(carol, "Caroline", Set.of("Tea")));
        Futures.await(desk.connect());
        awaitJoined(desk);
        await("the same on both").untilAsserted(() -> assertEquals(picture(phone), picture(desk)));
        assertEquals(0, inRoom(desk).unread());
        assertEquals("Caroline", desk.contacts().find(CAROL).orElseThrow().name());
    }

    private void happensMeanwhile(Conversation bobsChat) {
        Futures.await(inRoom(desk).send("Coming" + run));
        heard(bobs.conversation(), "Coming");
        Futures.await(bobs.conversation().send("Milk?" + run));
        heard(inRoom(desk), "Milk?");
        inRoom(desk).markRead();
        Futures.await(bobs.setSubject("Biscuits"));
        Futures.await(bobs.conversation().send("Sugar?" + run));
        heard(inRoom(desk), "Sugar?");
        Futures.await(bobsChat.send("One" + run));
        heard(withBob(desk), "One");
        Futures.await(withBob(desk).send("Two" + run));
        heard(bobsChat, "Two");
        Futures.await(bobsChat.send("Three" + run));
        heard(withBob(desk), "Three");
        withBob(desk).markRead();
        Futures.await(desk.contacts().add(CAROL, "Carol", Set.of()));
        await("on the list").until(() -> desk.contacts().find(CAROL).isPresent());
    }
}
