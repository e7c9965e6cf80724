package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.Failure.Kind;
import dev.duet.model.MessageContent;
import dev.duet.model.Reply;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.xmpp.internal.Fixture.Client;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages between accounts on the sandbox's server. */
class MessagingTest extends AliceAndBob {

    private List<Stage> stages(String id) {
        return alice.facts.deliveries.getOrDefault(id, List.of());
    }

    @Test
    void aMessageIsSentDeliveredAndRead() {
        fixture.befriend(alice, bob);
        alice.send("m-1", bob, "Hello <Bob> & \"all\"\nnext line \u0001 \uD83D\uDE00");
        Fixture.eventually(() -> stages("m-1").contains(Stage.DELIVERED));
        assertTrue(stages("m-1").contains(Stage.SENT));

        IncomingMessage got = bob.facts.messages.get(0);
        assertEquals("m-1", got.id());
        assertEquals(alice.facts.self(), got.from());
        assertEquals("Hello <Bob> & \"all\"\nnext line \uFFFD \uD83D\uDE00", got.body());
        assertNull(got.at());
        assertFalse(got.own());

        fixture.runtime.onLoop(() -> bob.link.displayed(alice.address, "m-1", ""));
        Fixture.eventually(() -> stages("m-1").contains(Stage.READ));
    }

    @Test
    void aStrangerIsNotToldThatTheMessageCame() {
        alice.send("m-1", bob, "Who are you?");
        Fixture.eventually(() -> !bob.facts.messages.isEmpty());
        fixture.runtime.onLoop(() -> bob.link.displayed(alice.address, "m-1", ""));
        bob.send("m-2", alice, "Ask me something else");
        Fixture.eventually(() -> !alice.facts.messages.isEmpty());
        assertEquals(List.of(Stage.SENT), stages("m-1"));
    }

    @Test
    void messagesAreCorrectedAnsweredReactedToAndTakenBack() {
        fixture.befriend(alice, bob);
        List<MessageContent> contents = List.of(
                MessageContent.Text.of("Helo"),
                new MessageContent.Correction("c-0", MessageContent.Text.of("Hello")),
                new MessageContent.Reactions("c-0", Set.of("\uD83D\uDC4D")),
                new MessageContent.Text("Yes", new Reply("c-0", alice.address, "Hello"), List.of(), false),
                new MessageContent.Text("", null, List.of(), true),
                MessageContent.Text.ofUnstyled("rm *_old*"),
                new MessageContent.Retraction("c-0"));
        for (int i = 0; i < contents.size(); i++) {
            String id = "c-" + i;
            MessageContent content = contents.get(i);
            fixture.runtime.onLoop(() -> alice.link.send(id, bob.address, content));
        }
        Fixture.eventually(() -> bob.facts.messages.size() == contents.size());
        assertEquals(
                contents,
                bob.facts.messages.stream().map(IncomingMessage::content).toList());
        Fixture.eventually(() -> stages("c-6").contains(Stage.SENT));
        assertTrue(stages("c-1").contains(Stage.DELIVERED), "A correction has a receipt");
    }

    @Test
    void aStrangerDoesNotRingTheBell() {
        fixture.runtime.onLoop(
                () -> alice.link.send("a-1", bob.address, new MessageContent.Text("", null, List.of(), true)));
        alice.send("a-2", bob, "Hello?");
        Fixture.eventually(() -> !bob.facts.messages.isEmpty());
        assertEquals("a-2", bob.facts.messages.get(0).id());
    }

    @Test
    void whatOneDeviceReadsTheOtherLearns() {
        fixture.befriend(alice, bob);
        Client desk = fixture.client(fixture.config("bob").resource("desk")).online();
        fixture.server.awaitExchange(e -> e.text().contains("carbons:2"), Fixture.PATIENCE);
        alice.send("r-1", bob, "News");
        Fixture.eventually(() -> !bob.facts.messages.isEmpty() && !desk.facts.messages.isEmpty());
        fixture.runtime.onLoop(() -> bob.link.displayed(alice.facts.self(), "r-1", ""));
        Fixture.eventually(() -> desk.facts.readElsewhere.contains("alice@example.org r-1"));
    }

    @Test
    void typingIsSeenByWhoUnderstandsIt() {
        fixture.befriend(alice, bob);
        Fixture.eventually(() -> bob.facts.capabilities.containsKey(alice.facts.self()));
        for (ChatState state : ChatState.values()) {
            fixture.runtime.onLoop(() -> bob.link.chatState(alice.address, state));
        }
        Fixture.eventually(() -> alice.facts.chatStates.size() == ChatState.values().length);
        assertEquals(
                List.of(ChatState.values()).toString(),
                alice.facts.chatStates.stream()
                        .map(text -> text.replace("bob@example.org ", ""))
                        .toList()
                        .toString());
    }

    @Test
    void aMessageToNobodyComesBack() {
        fixture.runtime.onLoop(() -> alice.link.send("m-1", Address.xmpp("nobody@example.org"), "?"));
        fixture.runtime.onLoop(() -> alice.link.send("m-2", Address.xmpp("bob@elsewhere.example"), "?"));
        fixture.runtime.onLoop(() -> alice.link.send("m-3", Address.sip("bob@example.org"), "?"));
        Fixture.eventually(() -> alice.facts.undelivered.size() == 3);
        assertEquals(Kind.NOT_FOUND, alice.facts.undelivered.get("m-1").kind());
        assertEquals(Kind.NOT_FOUND, alice.facts.undelivered.get("m-2").kind());
        assertEquals(
                "remote-server-not-found",
                alice.facts.undelivered.get("m-2").wire().condition());
        assertEquals(Kind.UNSUPPORTED, alice.facts.undelivered.get("m-3").kind());
    }

    @Test
    void aMessageWithoutAConnectionFailsAtOnce() {
        fixture.runtime.onLoop(alice.link::disconnect);
        Fixture.eventually(() -> alice.facts.states.size() == 3);
        alice.send("m-1", bob, "Too late");
        assertEquals(Kind.NETWORK, alice.facts.undelivered.get("m-1").kind());
    }

    @Test
    void aMessageWaitsForSomebodyWhoIsAway() {
        fixture.runtime.onLoop(bob.link::disconnect);
        fixture.server.awaitOffline("bob", Fixture.PATIENCE);
        alice.send("m-1", bob, "Later");
        Fixture.eventually(() -> !fixture.server.offlineMessages("bob").isEmpty());
        bob.online();
        Fixture.eventually(() -> !bob.facts.messages.isEmpty());
        assertNotNull(bob.facts.messages.get(0).at(), "It tells when it was sent");
    }

    @Test
    void theOtherDeviceOfTheUserSeesBothSidesOfTheConversation() {
        fixture.befriend(alice, bob);
        Client phone = fixture.client(fixture.config("alice").resource("phone")).online();
        Fixture.eventually(() -> fixture.server.online("alice").size() == 2
                && fixture.server.sessions().stream().allMatch(session -> session.carbons()));
        alice.send("m-1", bob, "From the desk");
        Fixture.eventually(() -> !phone.facts.messages.isEmpty());
        IncomingMessage copy = phone.facts.messages.get(0);
        assertTrue(copy.own());
        assertEquals(alice.address, copy.from());
        assertEquals(bob.address, copy.to());

        fixture.runtime.onLoop(() -> bob.link.send("m-2", alice.facts.self(), "To the desk"));
        Fixture.eventually(() -> phone.facts.messages.size() == 2 && !alice.facts.messages.isEmpty());
        assertFalse(phone.facts.messages.get(1).own());
        Fixture.eventually(
                () -> bob.facts.deliveries.getOrDefault("m-2", List.of()).contains(Stage.DELIVERED));
        assertEquals(
                1,
                bob.facts.deliveries.get("m-2").stream()
                        .filter(Stage.DELIVERED::equals)
                        .count());
    }

    @Test
    void aBurstArrivesWholeAndInOrder() {
        fixture.befriend(alice, bob);
        int count = 2_000;
        fixture.runtime.onLoop(
                () -> IntStream.range(0, count).forEach(i -> alice.link.send("b-" + i, bob.address, "message " + i)));
        Fixture.eventually(() -> bob.facts.messages.size() == count);
        assertEquals(
                IntStream.range(0, count).mapToObj(i -> "message " + i).toList(),
                bob.facts.messages.stream().map(IncomingMessage::body).toList());
        Fixture.eventually(() -> stages("b-" + (count - 1)).contains(Stage.DELIVERED));
        assertTrue(alice.facts.undelivered.isEmpty());
    }
}
