package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Attachment;
import dev.duet.model.Availability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Message;
import dev.duet.model.Occupant;
import dev.duet.model.OutgoingFile;
import dev.duet.model.OwnPresence;
import dev.duet.model.RoomRole;
import dev.duet.model.RosterEntry.Visibility;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence, chats, rooms and files between Duet and stanza in Chromium, by a real server. */
abstract class StanzaPeerTest extends ForeignPeerTest {

    static final String[] USERS = {"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"};

    private PageServer pages;
    private Chromium chromium;

    @TempDir
    Path folder;

    /** Where pages sign in. */
    abstract URI webSocket();

    @BeforeAll
    void openPages(@TempDir Path home) {
        pages = PageServer.start().with("stanza-bundle.js", PageBundle.script("stanza"));
        // It fetches files of a server that has its certificate of nobody.
        chromium = Chromium.start(home, "--ignore-certificate-errors");
    }

    @AfterAll
    void closePages() {
        chromium.close();
        pages.close();
    }

    /** Duet and stanza at the server; whoever asks one of them may see it. */
    private record Two(Account duet, String user, StanzaPage page, String other) implements AutoCloseable {

        /** Lets each ask for the other's presence, and waits until both see each other. */
        Contact befriended() {
            Contact contact = Futures.await(duet.contacts().add(other));
            until(
                    "both see each other",
                    () -> contact.rosterEntry().isPresent()
                            && contact.rosterEntry().orElseThrow().subscription() == Visibility.BOTH
                            && contact.presence().availability() == Availability.AVAILABLE);
            page.awaitSees(user + "/");
            return contact;
        }

        Conversation talk() {
            return duet.conversation(other);
        }

        StanzaChat stanza() {
            return page.chat();
        }

        @Override
        public void close() {
            page.close();
            duet.close();
        }
    }

    private Two two(String user, String other) {
        Account duet = duet(user);
        StanzaPage page = StanzaPage.open(chromium, pages, webSocket(), other, RtcPage.Options.DIRECT);
        return new Two(duet, jid(user), page, jid(other));
    }

    private static Stage stage(Conversation chat, Message message) {
        return Said.now(chat, message).delivery().stage();
    }

    @Test
    void eachSeesWhatTheOtherIsUpTo() {
        try (Two two = two("alice", "bob")) {
            Contact bob = two.befriended();
            two.stanza().show(Map.of("show", "dnd", "status", "Writing"));
            until("Bob writes", () -> bob.presence().availability() == Availability.DO_NOT_DISTURB);
            assertEquals("Writing", bob.presence().note());
            two.stanza().show(Map.of("show", "xa"));
            until("Bob is away", () -> bob.presence().availability() == Availability.EXTENDED_AWAY);
            assertEquals("", bob.presence().note());

            Futures.await(two.duet().publish(OwnPresence.of(Availability.AWAY).withNote("At lunch")));
            two.stanza().awaitPresence(two.user(), "away", "At lunch");
            Futures.await(two.duet().publish(OwnPresence.of(Availability.CHATTY)));
            two.stanza().awaitPresence(two.user(), "chat", "");
            Futures.await(two.duet().disconnect());
            two.stanza().awaitGone(two.user());
            Futures.await(two.duet().connect());
            until("Bob is there", () -> bob.presence().availability() == Availability.EXTENDED_AWAY);
            two.page().page().call("peer.close");
            until("Bob left", () -> bob.presence().availability() == Availability.OFFLINE);
        }
    }

    @Test
    void theyChatWithReceiptsAndCorrections() {
        try (Two two = two("carol", "dave")) {
            two.befriended();
            Conversation talk = two.talk();
            Page page = two.page().page();
            StanzaChat dave = two.stanza();

            talk.typing(ChatState.COMPOSING);
            page.await("chat:state", state -> state.textAt("chatState").equals("composing"));
            Message sent = Futures.await(talk.send("Helo Dave, übermorgen? <&>"));
            JsonValue got = dave.awaitMessage("Helo Dave, übermorgen? <&>");
            assertEquals(sent.id(), got.textAt("id"));
            until("stanza's receipt", () -> stage(talk, sent) == Stage.DELIVERED);
            Futures.await(talk.correct(sent, "Hello Dave"));
            assertEquals(sent.id(), dave.awaitMessage("Hello Dave").textAt("replace"));
            dave.say(Map.of(
                    "to", two.user(), "type", "chat", "marker", Map.of("type", "displayed", "id", got.textAt("id"))));
            until("read", () -> stage(talk, sent) == Stage.READ);

            dave.say(Map.of("to", two.user(), "type", "chat", "chatState", "composing"));
            until("stanza types", () -> talk.peerState() == ChatState.COMPOSING);
            String id = dave.say(Map.of(
                    "to",
                    two.user(),
                    "type",
                    "chat",
                    "body",
                    "See yuo",
                    "chatState",
                    "active",
                    "receipt",
                    Map.of("type", "request"),
                    "marker",
                    Map.of("type", "markable")));
            Message answer = heard(talk, "See yuo");
            assertEquals(id, answer.id());
            until("stanza types no more", () -> talk.peerState() == ChatState.ACTIVE);
            page.await("receipt", receipt -> receipt.at("receipt").textAt("id").equals(id));
            talk.markRead();
            page.await(
                    "marker:displayed",
                    marker -> marker.at("marker").textAt("id").equals(id));
            dave.say(Map.of("to", two.user(), "type", "chat", "body", "See you", "replace", id));
            until("corrected", () -> Said.now(talk, answer).body().equals("See you"));
            assertEquals(2, talk.history().size(), "corrections are no messages of their own");
        }
    }

    @Test
    void theyTalkInARoom() {
        try (Two two = two("erin", "frank")) {
            String address = "tea-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
            Room room = Futures.await(two.duet().rooms().join(address, "Erin"));
            Conversation talk = room.conversation();
            StanzaChat frank = two.stanza();
            frank.join(address, "Frank");
            until("Duet sees stanza", () -> room.occupant("Frank").isPresent());
            frank.awaitPresence(address + "/Erin", "", "");

            Message sent = Futures.await(talk.send("Tea?"));
            JsonValue got = frank.awaitMessage("Tea?");
            assertEquals(address + "/Erin", got.textAt("from"));
            assertEquals("groupchat", got.textAt("type"));
            Futures.await(talk.correct(sent, "Coffee?"));
            assertEquals(got.textAt("id"), frank.awaitMessage("Coffee?").textAt("replace"));
            String id = frank.say(Map.of("to", address, "type", "groupchat", "body", "Pleese"));
            Message answer = heard(talk, "Pleese");
            assertEquals(Address.xmpp(address).withResource("Frank"), answer.from());
            frank.say(Map.of("to", address, "type", "groupchat", "body", "Please", "replace", id));
            until("corrected", () -> Said.now(talk, answer).body().equals("Please"));
            assertEquals(2, talk.history().size(), "nothing is there twice");

            Futures.await(room.setSubject("Green tea"));
            two.page().page().await("topic", topic -> topic.textAt("topic").equals("Green tea"));
            Futures.await(room.rules().setRole("Frank", RoomRole.MODERATOR, ""));
            frank.subject(address, "Black tea");
            until("the subject", () -> room.subject().equals("Black tea"));
            frank.show(Map.of("to", address + "/Frank", "show", "away", "status", "Boiling water"));
            until("Frank boils water", () -> room.occupant("Frank")
                    .filter(occupant -> occupant.note().equals("Boiling water"))
                    .isPresent());
            Occupant occupant = room.occupant("Frank").orElseThrow();
            assertEquals(Availability.AWAY, occupant.availability());
            Futures.await(two.duet().publish(OwnPresence.of(Availability.DO_NOT_DISTURB)));
            frank.awaitPresence(address + "/Erin", "dnd", "");
            Futures.await(room.changeNickname("Erika"));
            frank.awaitPresence(address + "/Erika", "dnd", "");
            frank.leave(address);
            until("Frank left", () -> room.occupant("Frank").isEmpty());
            frank.join(address, "Frank");
            until("Frank is back", () -> room.occupant("Frank").isPresent());
            Futures.await(room.leave());
            frank.awaitGone(address + "/Erika");
        }
    }

    @Test
    void filesGoBothWays() throws IOException {
        byte[] bytes = new byte[50_000];
        new Random(66).nextBytes(bytes);
        Path picture = Files.write(folder.resolve("summit ü.png"), bytes);
        try (Two two = two("grace", "heidi")) {
            Conversation talk = two.talk();
            StanzaChat heidi = two.stanza();
            Message sent = Futures.await(talk.sendFile(OutgoingFile.of(picture)).result());
            String url = sent.details().attachments().get(0).uri().toString();
            JsonValue link = heidi.awaitMessage(url).at("links").list().get(0);
            assertEquals(url, link.textAt("url"));
            assertArrayEquals(bytes, heidi.fetch(url));

            bytes[0]++;
            String put = heidi.upload("valley.png", "image/png", bytes);
            List<Map<String, String>> links = List.of(Map.of("url", put, "description", "The valley"));
            heidi.say(Map.of("to", two.user(), "type", "chat", "body", put, "links", links));
            Message got = heard(talk, put);
            Attachment attachment = got.details().attachments().get(0);
            assertEquals(URI.create(put), attachment.uri());
            assertEquals("valley.png", attachment.fileName());
            assertEquals("The valley", attachment.description());
            Path saved = Futures.await(talk.download(attachment, folder.resolve("saved.png"), bytes.length)
                    .result());
            assertArrayEquals(bytes, Files.readAllBytes(saved));
        }
    }
}
