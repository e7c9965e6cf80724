package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Message;
import dev.duet.model.Occupant;
import dev.duet.model.OwnPresence;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence, chats and rooms between Duet and profanity, by a real server. */
abstract class ProfanityPeerTest extends ForeignPeerTest {

    static final String[] USERS = {"alice", "carol", "dave", "erin", "frank", "grace"};

    /** How what profanity sent looks before a receipt for it has come, and after that. */
    private static final String WAITING = "\u001b[31m";

    private static final String RECEIVED = "\u001b[33m";

    @TempDir
    Path folder;

    /** Duet and profanity at the server; whoever asks Duet may see it. */
    private record Two(Account duet, String user, Profanity profanity, String other) implements AutoCloseable {

        /** Lets each ask for the other's presence, and waits until both see each other. */
        Contact befriended() {
            Contact contact = Futures.await(duet.contacts().add(other));
            profanity.awaitScreen("Received authorization request from " + user);
            profanity.type("/sub allow " + user).type("/sub request " + user);
            until("Duet sees profanity", () -> contact.presence().availability() == Availability.AVAILABLE);
            profanity.awaitScreen("is online");
            return contact;
        }

        Conversation chat() {
            return duet.conversation(other);
        }

        @Override
        public void close() {
            profanity.close();
            duet.close();
        }
    }

    private Two two(String user, String other) {
        Account duet = duet(user);
        return new Two(duet, jid(user), Profanity.start(folder, server(), other), jid(other));
    }

    @Test
    void eachSeesWhatTheOtherIsUpTo() {
        try (Two two = two("alice", "carol")) {
            Contact carol = two.befriended();
            two.profanity().type("/status set dnd \"Writing\"");
            until("Carol writes", () -> carol.presence().availability() == Availability.DO_NOT_DISTURB);
            assertEquals("Writing", carol.presence().note());
            two.profanity().type("/status set xa");
            until("Carol is away", () -> carol.presence().availability() == Availability.EXTENDED_AWAY);
            assertEquals("xa", carol.presence().note(), "what profanity says of itself without a note");

            Futures.await(two.duet().publish(OwnPresence.of(Availability.AWAY).withNote("At lunch")));
            two.profanity().awaitScreen("is away, \"At lunch\"");
            Futures.await(two.duet().publish(OwnPresence.of(Availability.DO_NOT_DISTURB)));
            two.profanity().awaitScreen("is dnd");
            Futures.await(two.duet().disconnect());
            two.profanity().awaitScreen("is offline");
            Futures.await(two.duet().connect());
            until("Carol is there", () -> carol.presence().availability() == Availability.EXTENDED_AWAY);
            two.profanity().type("/disconnect");
            until("Carol left", () -> carol.presence().availability() == Availability.OFFLINE);
        }
    }

    @Test
    void theyChatWithReceiptsAndCorrections() {
        try (Two two = two("dave", "erin")) {
            Profanity erin = two.profanity();
            Conversation chat = two.chat();
            erin.type("/receipts send on")
                    .type("/receipts request on")
                    .type("/correction on")
                    .type("/outtype on")
                    .type("/intype titlebar on")
                    .type("/msg " + two.user())
                    .type("Are you a stranger?");
            heard(chat, "Are you a stranger?");
            erin.awaitColours(WAITING + "me: Are you a stranger?");
            erin.type("/win 1");
            two.befriended();
            erin.type("/msg " + two.user());

            Message sent = Futures.await(chat.send("Helo Erin, übermorgen?"));
            erin.awaitScreen("Helo Erin, übermorgen?");
            until("profanity's receipt", () -> Said.now(chat, sent).delivery().stage() == Stage.DELIVERED);
            Futures.await(chat.correct(sent, "Hello Erin"));
            erin.awaitScreen("Hello Erin");
            assertFalse(erin.screen().contains("Helo"), erin::screen);

            erin.type("See yuo <&>");
            Message got = heard(chat, "See yuo <&>");
            erin.awaitColours(RECEIVED + "me: ");
            assertFalse(erin.coloured().contains(WAITING + "me: See"), erin::coloured);
            erin.type("/correct See you <&>");
            until("corrected", () -> Said.now(chat, got).body().equals("See you <&>"));
            erin.awaitScreen("+ me: See you <&>");
            assertEquals(3, chat.history().size(), "corrections are no messages of their own");

            chat.typing(ChatState.COMPOSING);
            erin.awaitScreen("typing");
            erin.keys("W");
            until("profanity types", () -> chat.peerState() == ChatState.COMPOSING);
        }
    }

    @Test
    void theyTalkInARoom() {
        try (Two two = two("frank", "grace")) {
            String address = "tea-" + UUID.randomUUID() + "@rooms." + XmppPeer.DOMAIN;
            Room room = Futures.await(two.duet().rooms().join(address, "Frank"));
            Conversation talk = room.conversation();
            Profanity grace = two.profanity();
            grace.type("/join " + address + " nick Grace");
            until("Duet sees profanity", () -> room.occupant("Grace").isPresent());

            Message sent = Futures.await(talk.send("Tea?"));
            grace.awaitScreen("Frank: Tea?");
            Futures.await(talk.correct(sent, "Coffee?"));
            grace.awaitScreen("Coffee?");
            grace.type("/correction on").type("Pleese");
            Message got = heard(talk, "Pleese");
            assertEquals(Address.xmpp(address).withResource("Grace"), got.from());
            grace.type("/correct Please");
            until("corrected", () -> Said.now(talk, got).body().equals("Please"));
            assertEquals(2, talk.history().size(), "nothing is there twice");

            Futures.await(room.setSubject("Green tea"));
            grace.awaitScreen("Green tea");
            grace.type("/status set away \"Boiling water\"");
            until(
                    "Grace boils water",
                    () -> room.occupant("Grace").orElseThrow().note().equals("Boiling water"));
            Occupant occupant = room.occupant("Grace").orElseThrow();
            assertEquals(Availability.AWAY, occupant.availability());
            Futures.await(room.changeNickname("Franky"));
            grace.awaitScreen("Franky");
            grace.type("/close");
            until("Grace left", () -> room.occupant("Grace").isEmpty());
        }
    }
}
