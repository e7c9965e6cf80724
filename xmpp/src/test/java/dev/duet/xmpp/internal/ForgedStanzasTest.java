package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.JoinOptions;
import dev.duet.model.LinkPhase;
import dev.duet.model.MessageContent;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.XmppServer;
import dev.duet.xmpp.internal.Fixture.Client;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not to be believed, and what is answered with an error. */
class ForgedStanzasTest {

    private Fixture fixture;
    private InjectingProxy proxy;
    private Client alice;
    private Client bob;

    @BeforeEach
    void start() throws IOException {
        fixture = new Fixture(builder -> builder.startTls(XmppServer.StartTls.OPTIONAL));
        proxy = new InjectingProxy(fixture.server.port());
        alice = fixture.client(fixture.config("alice")
                        .server("127.0.0.1", proxy.port())
                        .encryption(Encryption.PLAIN))
                .online();
        bob = fixture.client("bob").online();
        fixture.befriend(alice, bob);
        fixture.server.awaitOnline("alice", Fixture.PATIENCE);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        fixture.close();
    }

    /** Says something, and returns what was answered up to the answer to a ping that follows it. */
    private String answerTo(String xml) throws IOException {
        proxy.forget();
        proxy.say(xml + "<iq type='get' id='last' from='example.org'><ping xmlns='urn:xmpp:ping'/></iq>");
        Fixture.eventually(() -> proxy.said().contains("'last'"));
        assertEquals(LinkPhase.ONLINE, alice.facts.state().phase());
        return proxy.said();
    }

    @Test
    void aRosterPushFromSomebodyElseChangesNothing() throws IOException {
        String answer = answerTo("<iq type='set' id='f1' from='mallory@example.net/x'><query xmlns='jabber:iq:roster'>"
                + "<item jid='mallory@example.net' subscription='both'/></query></iq>");
        assertTrue(answer.contains("service-unavailable"), answer);
        assertEquals(1, alice.facts.roster.size());
    }

    @Test
    void aPushOfBlockedAddressesFromSomebodyElseChangesNothing() throws IOException {
        String answer = answerTo("<iq type='set' id='f2' from='mallory@example.net/x'><block xmlns='urn:xmpp:blocking'>"
                + "<item jid='bob@example.org'/></block></iq>");
        assertTrue(answer.contains("service-unavailable"), answer);
        answerTo("<iq type='set' id='f3' from='mallory@example.net'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        assertTrue(alice.facts.blocked.isEmpty());
        assertFalse(alice.facts.of(bob.address).isEmpty());
    }

    @Test
    void aCarbonCopyFromSomebodyElseIsDropped() throws IOException {
        answerTo("<message from='mallory@example.net'><sent xmlns='urn:xmpp:carbons:2'>"
                + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' to='bob@example.org' "
                + "from='alice@example.org/x' type='chat'><body>I quit</body></message></forwarded></sent></message>");
        assertTrue(alice.facts.messages.isEmpty());
    }

    @Test
    void aReceiptFromSomebodyElseIsNotBelieved() throws IOException {
        bob.command((link, operation) -> link.removeContact(operation, alice.address));
        Fixture.eventually(() -> alice.facts.of(bob.address).isEmpty());
        alice.send("m-1", bob, "Psst");
        Fixture.eventually(() -> !bob.facts.messages.isEmpty());
        answerTo("<message from='mallory@example.net/x' type='chat'><received xmlns='urn:xmpp:receipts' id='m-1'/>"
                + "<displayed xmlns='urn:xmpp:chat-markers:0' id='m-1'/></message>");
        assertEquals(List.of(Stage.SENT), alice.facts.deliveries.get("m-1"));
    }

    @Test
    void presenceOfAStrangerIsNotTold() throws IOException {
        answerTo("<presence from='mallory@example.net/x'><show>chat</show></presence>");
        assertEquals(1, alice.facts.presence.size());
    }

    private static String jingle(String id, String from, String attributes, String content) {
        return "<iq type='set' id='" + id + "' from='" + from + "'><jingle xmlns='urn:xmpp:jingle:1' " + attributes
                + ">" + content + "</jingle></iq>";
    }

    @Test
    void malformedCallsGetTheirErrorAndDisturbNobody() throws IOException {
        String bob = "bob@example.org/x";
        String content = "<content name='voice' creator='initiator'/>";
        String answer = answerTo(jingle("j1", bob, "action='session-initiate' sid='a'", content)
                + jingle("j2", bob, "action='dance' sid='a'", content)
                + jingle("j3", bob, "action='session-terminate' sid='no-such'", ""));
        assertTrue(
                answer.matches("(?s).*id='j1'.*bad-request.*id='j2'.*bad-request.*id='j3'.*unknown-session.*"), answer);
        assertTrue(alice.facts.calls.isEmpty());
    }

    @Test
    void aStrangerWhoCallsOutOfTheBlueLearnsNothing() throws IOException {
        String content = "<content name='voice' creator='initiator'><description xmlns='urn:xmpp:jingle:apps:rtp:1' "
                + "media='audio'><payload-type id='0'/></description><transport "
                + "xmlns='urn:xmpp:jingle:transports:ice-udp:1' ufrag='abcd' pwd='0123456789012345678901'/></content>";
        String answer = answerTo(jingle("j1", "mallory@example.net/x", "action='session-initiate' sid='a'", content));
        assertTrue(answer.contains("service-unavailable"), answer);
        assertTrue(alice.facts.calls.isEmpty());
        String taken = answerTo(jingle("j2", "bob@example.org/x", "action='session-initiate' sid='b'", content));
        assertTrue(taken.contains("type='result' id='j2'"), taken);
        assertEquals(1, alice.facts.calls.size());
    }

    @Test
    void messagesAboutCallsOfOthersChangeNothing() throws IOException {
        String propose = "<message type='chat' from='bob@example.org/x' id='p1'><propose "
                + "xmlns='urn:xmpp:jingle-message:0' id='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' "
                + "media='audio'/></propose></message>";
        answerTo(propose + propose);
        assertEquals(1, alice.facts.calls.size());
        assertTrue(alice.facts.messages.isEmpty());
        answerTo("<message type='chat' from='mallory@example.net/x'><retract xmlns='urn:xmpp:jingle-message:0' id='a'/>"
                + "</message><message type='chat' from='mallory@example.net/x'><proceed "
                + "xmlns='urn:xmpp:jingle-message:0' id='a'/></message><message type='chat' "
                + "from='bob@example.org/x'><propose xmlns='urn:xmpp:jingle-message:0'/></message>");
        assertEquals(List.of("proposed"), alice.facts.calls.get(0).told().told);
        answerTo("<message type='chat' from='bob@example.org/x'><retract xmlns='urn:xmpp:jingle-message:0' id='a'/>"
                + "</message>");
        assertEquals(
                List.of("proposed", "ended CANCELLED REMOTE"),
                alice.facts.calls.get(0).told().told);
    }

    @Test
    void aCallThatWasStoredOnTheWayRingsNoMore() throws IOException {
        answerTo("<message type='chat' from='bob@example.org/x' id='p1'><propose xmlns='urn:xmpp:jingle-message:0' "
                + "id='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose><delay "
                + "xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/></message>");
        assertTrue(alice.facts.calls.isEmpty());
    }

    @Test
    void aBadRequestGetsItsErrorAndTheStreamGoesOn() throws IOException {
        assertTrue(answerTo("<iq type='get' id='b1' from='bob@example.org/x'/>").contains("bad-request"));
        assertTrue(answerTo("<iq type='set' id='b2'><query xmlns='jabber:iq:roster'/></iq>")
                .contains("bad-request"));
        assertTrue(answerTo("<iq type='fetch' id='b3' from='bob@example.org/x'><a xmlns='b'/></iq>")
                .contains("bad-request"));
        assertTrue(answerTo("<iq type='get' id='b4' from='bob@example.org/x'><a xmlns='urn:unknown'/></iq>")
                .contains("service-unavailable"));
    }

    @Test
    void nonsenseIsIgnored() throws IOException {
        String answer = answerTo("<message/><presence/><presence type='dream' from='bob@example.org/x'/>"
                + "<message from='not a jid@@' type='chat'><body>?</body></message>"
                + "<message from='bob@example.org/x' type='headline'><body>News</body></message>"
                + "<message from='room@rooms.example.org/x' type='groupchat'><body>All</body></message>"
                + "<message from='bob@example.org/x' type='chat'><body></body></message>"
                + "<iq type='result' id='nobody-asked' from='bob@example.org/x'/><iq type='result'/>"
                + "<iq type='error' id='duet-999'/><unknown xmlns='urn:x'/>");
        assertFalse(answer.contains("error"), answer);
        assertTrue(alice.facts.messages.isEmpty());
    }

    @Test
    void whatIsSaidInARoomComesFromThatRoomAlone() throws IOException {
        Address room = Address.xmpp("tea@rooms.example.org");
        long join = alice.command(
                (link, operation) -> link.rooms().orElseThrow().join(operation, room, JoinOptions.as("Alice")));
        Fixture.eventually(() -> alice.facts.completed.contains(join));
        answerTo("<message from='coffee@rooms.example.org/Bob' type='groupchat'><body>Not in there</body></message>"
                + "<message from='bob@example.org/tea' type='groupchat'><body>No room</body></message>"
                + "<message from='tea@rooms.example.org/Nobody' type='chat'><body>You alone</body></message>"
                + "<presence from='coffee@rooms.example.org/Alice' type='unavailable'>"
                + "<x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/><status code='301'/></x></presence>"
                + "<message from='bob@example.org'><result xmlns='urn:xmpp:mam:2' id='1' queryid='q'>"
                + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='groupchat' "
                + "from='tea@rooms.example.org/Bob'><body>Once</body></message></forwarded></result></message>");
        assertTrue(alice.facts.messages.isEmpty());
        answerTo("<message from='tea@rooms.example.org/Bob' type='groupchat' id='1'><body>Here</body></message>");
        assertEquals(1, alice.facts.messages.size());
    }

    @Test
    void onlyTheRoomItselfModerates() throws IOException {
        Address room = Address.xmpp("tea@rooms.example.org");
        long join = alice.command(
                (link, operation) -> link.rooms().orElseThrow().join(operation, room, JoinOptions.as("Alice")));
        Fixture.eventually(() -> alice.facts.completed.contains(join));
        String moderated = "<retract xmlns='urn:xmpp:message-retract:1' id='a1'><moderated "
                + "xmlns='urn:xmpp:message-moderate:1' by='tea@rooms.example.org/Owner'/></retract></message>";
        answerTo("<message from='tea@rooms.example.org/Bob' type='groupchat' id='1'><body>Here</body></message>"
                + "<message from='tea@rooms.example.org/Mallory' type='groupchat' id='2'>" + moderated
                + "<message from='coffee@rooms.example.org' type='groupchat' id='3'>" + moderated
                + "<message from='bob@example.org' type='groupchat' id='4'>" + moderated
                + "<message from='bob@example.org/x' type='chat' id='5'>" + moderated);
        assertEquals(0, moderations());
        answerTo("<message from='tea@rooms.example.org' type='groupchat' id='6'>" + moderated);
        assertEquals(1, moderations());
    }

    private long moderations() {
        return alice.facts.messages.stream()
                .filter(each -> each.content() instanceof MessageContent.Moderation)
                .count();
    }

    @Test
    void pepTellsActivitiesOfContacts() throws IOException {
        answerTo(
                "<message from='bob@example.org' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
                        + "<items node='http://jabber.org/protocol/activity'><item id='current'>"
                        + "<activity xmlns='http://jabber.org/protocol/activity'><eating/></activity></item></items></event></message>");
        assertEquals("[MEAL]", alice.facts.of(bob.address).get(0).activities().toString());
    }
}
