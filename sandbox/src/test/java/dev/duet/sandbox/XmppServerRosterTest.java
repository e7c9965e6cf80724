package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rosters, subscriptions and presence between signed-in clients: RFC 6121 sections 2 to 4. */
class XmppServerRosterTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private final Users users = new Users(RawClient.DOMAIN);
    private final List<RawClient> clients = new ArrayList<>();
    private XmppServer server;

    @BeforeEach
    void start() {
        for (String name : List.of("alice", "bob", "carol")) {
            users.add(name, "secret");
        }
        server = XmppServer.start(XmppServer.Config.builder(users, AUTHORITY).build());
    }

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        server.close();
    }

    private RawClient signIn(String user, String resource) {
        RawClient client = RawClient.signIn(server.port(), AUTHORITY, user, resource);
        clients.add(client);
        return client;
    }

    private RawClient online(String user, String resource) {
        RawClient client = signIn(user, resource).goOnline();
        client.seen();
        return client;
    }

    private static void presence(RawClient client, String type, String to) {
        client.send("<presence type='" + type + "' to='" + to + "'/>").sync();
    }

    private static Element rosterSet(RawClient client, String item) {
        return client.ask("<iq type='set' id='set'><query xmlns='jabber:iq:roster'>" + item + "</query></iq>");
    }

    private static String condition(Element iq) {
        assertEquals("error", iq.attribute("type"));
        return iq.elements().get(0).elements().get(0).name();
    }

    @Test
    void theWholeHandshakeIsSeenByBothSides() {
        RawClient alice = online("alice", "a");
        RawClient bob = online("bob", "b");
        presence(alice, "subscribe", "bob@example.org");
        assertEquals(List.of("push none+ask bob@example.org"), alice.heard());
        assertEquals(List.of("presence subscribe alice@example.org"), bob.heard());

        presence(bob, "subscribed", "alice@example.org");
        assertEquals(List.of("push from alice@example.org"), bob.heard());
        assertEquals(
                List.of("presence subscribed bob@example.org", "push to bob@example.org", "presence bob@example.org/b"),
                alice.heard());

        presence(bob, "subscribe", "alice@example.org");
        assertEquals(List.of("push from+ask alice@example.org"), bob.heard());
        assertEquals(List.of("presence subscribe bob@example.org"), alice.heard());
        presence(alice, "subscribed", "bob@example.org");
        assertEquals(List.of("push both bob@example.org"), alice.heard());
        assertEquals(
                List.of(
                        "presence subscribed alice@example.org",
                        "push both alice@example.org",
                        "presence alice@example.org/a"),
                bob.heard());
        assertEquals("both", server.roster("alice").get(0).subscription());
        assertEquals(List.of(), server.violations());
    }

    @Test
    void aRequestWaitsForSomebodyOfflineUntilItIsAnswered() {
        RawClient alice = online("alice", "a");
        alice.send("<presence type='subscribe' to='bob@example.org'><status>It is me</status></presence>")
                .sync();
        RawClient bob = signIn("bob", "b").goOnline();
        Element request = bob.seen().stream()
                .filter(e -> "subscribe".equals(e.attribute("type")))
                .findFirst()
                .orElseThrow();
        assertEquals("alice@example.org", request.attribute("from"));
        assertEquals("It is me", request.elements().get(0).text());
        assertEquals(List.of(), server.roster("bob"));
        bob.close();

        RawClient again = signIn("bob", "c").goOnline();
        assertTrue(again.heard().contains("presence subscribe alice@example.org"));
        presence(again, "subscribed", "alice@example.org");
        again.close();
        RawClient third = signIn("bob", "d").goOnline();
        assertFalse(third.heard().contains("presence subscribe alice@example.org"));
        assertEquals("from", server.roster("bob").get(0).subscription());
    }

    @Test
    void aRefusalEndsTheRequest() {
        RawClient alice = online("alice", "a");
        RawClient bob = online("bob", "b");
        presence(alice, "subscribe", "bob@example.org");
        alice.heard();
        presence(bob, "unsubscribed", "alice@example.org");
        assertEquals(List.of("presence unsubscribed bob@example.org", "push none bob@example.org"), alice.heard());
        assertEquals(List.of(), server.roster("bob"));
    }

    @Test
    void whoUnsubscribesSeesTheContactGo() {
        server.befriend("alice", "bob");
        RawClient alice = online("alice", "a");
        RawClient bob = online("bob", "b");
        alice.heard();
        presence(alice, "unsubscribe", "bob@example.org");
        assertEquals(List.of("push from bob@example.org", "presence unavailable bob@example.org/b"), alice.heard());
        assertEquals(List.of("presence unsubscribe alice@example.org", "push to alice@example.org"), bob.heard());
    }

    @Test
    void whoCancelsIsSeenToGo() {
        server.befriend("alice", "bob");
        RawClient alice = online("alice", "a");
        RawClient bob = online("bob", "b");
        alice.heard();
        presence(bob, "unsubscribed", "alice@example.org");
        assertEquals(List.of("push to alice@example.org"), bob.heard());
        assertEquals(
                List.of(
                        "presence unavailable bob@example.org/b",
                        "presence unsubscribed bob@example.org",
                        "push from bob@example.org"),
                alice.heard());
    }

    @Test
    void removingAContactEndsBothSubscriptions() {
        server.befriend("alice", "bob");
        RawClient alice = online("alice", "a");
        RawClient bob = online("bob", "b");
        alice.heard();
        Element result = rosterSet(alice, "<item jid='bob@example.org' subscription='remove'/>");
        assertEquals("result", result.attribute("type"));
        assertEquals(List.of("push remove bob@example.org", "presence unavailable bob@example.org/b"), alice.heard());
        assertEquals(
                List.of(
                        "presence unsubscribe alice@example.org",
                        "push to alice@example.org",
                        "presence unavailable alice@example.org/a",
                        "presence unsubscribed alice@example.org",
                        "push none alice@example.org"),
                bob.heard());
        assertEquals(List.of(), server.roster("alice"));
        assertEquals(
                "item-not-found", condition(rosterSet(alice, "<item jid='bob@example.org' subscription='remove'/>")));
    }

    @Test
    void aRequestToNobodyIsRefusedAtOnce() {
        RawClient alice = online("alice", "a");
        presence(alice, "subscribe", "nobody@example.org");
        assertEquals(
                List.of(
                        "push none+ask nobody@example.org",
                        "presence unsubscribed nobody@example.org",
                        "push none nobody@example.org"),
                alice.heard());
        presence(alice, "subscribe", "bob@example.net");
        List<Element> seen = alice.sync().seen();
        assertTrue(
                seen.stream().anyMatch(e -> e.name().equals("presence") && "error".equals(e.attribute("type"))),
                seen::toString);
    }

    @Test
    void aPreApprovedRequestNeedsNoAnswer() {
        RawClient bob = online("bob", "b");
        presence(bob, "subscribed", "alice@example.org");
        assertEquals(List.of("push none+approved alice@example.org"), bob.heard());
        RawClient alice = online("alice", "a");
        presence(alice, "subscribe", "bob@example.org");
        assertEquals(
                List.of(
                        "push none+ask bob@example.org",
                        "presence subscribed bob@example.org",
                        "push to bob@example.org",
                        "presence bob@example.org/b"),
                alice.heard());
        assertEquals(List.of("push from+approved alice@example.org"), bob.heard());
    }

    @Test
    void namesAndGroupsAreKeptAndPushedToAllInterestedClients() {
        RawClient one = online("alice", "a");
        RawClient two = online("alice", "b");
        RawClient deaf = signIn("alice", "c");
        one.heard();
        rosterSet(one, "<item jid='bob@example.org' name='Bob'><group>Friends</group><group>Work</group></item>");
        assertEquals(List.of("push none bob@example.org"), one.heard());
        assertEquals(List.of("push none bob@example.org"), two.heard());
        assertEquals(List.of(), deaf.heard());
        assertEquals(
                new XmppServer.Contact("bob@example.org", "Bob", Set.of("Friends", "Work"), "none", false, false),
                server.roster("alice").get(0));
        Element roster = deaf.ask("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
        Element item = roster.elements().get(0).elements().get(0);
        assertEquals("Bob", item.attribute("name"));
        assertEquals(2, item.elements().size());
    }

    @Test
    void anUnchangedRosterIsNotSentAgain() {
        RawClient alice = online("alice", "a");
        rosterSet(alice, "<item jid='bob@example.org'/>");
        Element full = alice.ask("<iq type='get' id='r1'><query xmlns='jabber:iq:roster' ver=''/></iq>");
        String version = full.elements().get(0).attribute("ver");
        Element same = alice.ask("<iq type='get' id='r2'><query xmlns='jabber:iq:roster' ver='" + version + "'/></iq>");
        assertEquals(List.of(), same.elements());
        rosterSet(alice, "<item jid='carol@example.org'/>");
        Element changed =
                alice.ask("<iq type='get' id='r3'><query xmlns='jabber:iq:roster' ver='" + version + "'/></iq>");
        assertEquals(2, changed.elements().get(0).elements().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<item/>|bad-request",
                "<item jid=''/>|bad-request",
                "<item jid='bob@example.org/x'/>|bad-request",
                "<item jid='bob@example.org'/><item jid='carol@example.org'/>|bad-request",
                "<item jid='bob@example.org'><group>a</group><group>a</group></item>|bad-request",
                "<item jid='bob@example.org'><group/></item>|not-acceptable",
                "<item jid='alice@example.org'/>|not-allowed"
            })
    void aWrongRosterSetIsRefused(String item, String condition) {
        RawClient alice = online("alice", "a");
        assertEquals(condition, condition(rosterSet(alice, item)));
        assertEquals(List.of(), server.roster("alice"));
    }

    @Test
    void anothersRosterIsForbidden() {
        RawClient alice = online("alice", "a");
        assertEquals(
                "forbidden",
                condition(alice.ask(
                        "<iq type='get' id='r' to='bob@example.org'>" + "<query xmlns='jabber:iq:roster'/></iq>")));
    }

    @Test
    void subscribersHearEveryChangeOthersNothing() {
        server.befriend("alice", "bob");
        RawClient bob = online("bob", "b");
        RawClient carol = online("carol", "c");
        RawClient alice = signIn("alice", "a").goOnline();
        assertTrue(alice.heard().contains("presence bob@example.org/b"));
        alice.send("<presence><show>dnd</show><status>busy</status><priority>5</priority></presence>")
                .sync();
        assertEquals(List.of("presence alice@example.org/a", "presence alice@example.org/a dnd"), bob.heard());
        assertEquals(5, server.online("alice").get(0).priority());
        assertEquals("dnd", server.online("alice").get(0).show());
        assertTrue(server.online("alice").get(0).presence().contains("<status>busy</status>"));
        alice.send("<presence type='unavailable'/>").sync();
        assertEquals(List.of("presence unavailable alice@example.org/a"), bob.heard());
        assertEquals(List.of(), server.online("alice"));
        assertEquals(List.of(), carol.heard());
    }

    @ParameterizedTest
    @CsvSource({"closed", "cut", "ended by an error"})
    void aLostClientIsSeenToGo(String how) {
        server.befriend("alice", "bob");
        RawClient bob = online("bob", "b");
        RawClient alice = online("alice", "a");
        bob.heard();
        switch (how) {
            case "closed" -> alice.close();
            case "cut" -> alice.cut();
            default -> server.sendStreamError("alice", "a", "conflict");
        }
        Element gone = bob.await(e -> "unavailable".equals(e.attribute("type")));
        assertEquals("alice@example.org/a", gone.attribute("from"));
    }

    @Test
    void onesOwnClientsHearEachOther() {
        RawClient one = online("alice", "a");
        RawClient two = signIn("alice", "b").goOnline();
        assertTrue(two.heard().containsAll(List.of("presence alice@example.org/a", "presence alice@example.org/b")));
        assertEquals(List.of("presence alice@example.org/b"), one.heard());
        two.close();
        one.await(e -> "unavailable".equals(e.attribute("type")));
    }

    @Test
    void directedPresenceIsTakenBackAtTheEnd() {
        RawClient bob = online("bob", "b");
        RawClient alice = online("alice", "a");
        alice.send("<presence to='bob@example.org/b'><show>chat</show></presence>")
                .sync();
        assertEquals(List.of("presence alice@example.org/a chat"), bob.heard());
        alice.cut();
        bob.await(e -> "unavailable".equals(e.attribute("type")));
        assertEquals(List.of(), bob.heard());
    }

    @Test
    void aProbeTellsOnlyThoseWhoMayKnow() {
        server.befriend("alice", "bob");
        RawClient bob = online("bob", "b");
        RawClient alice = online("alice", "a");
        RawClient carol = online("carol", "c");
        bob.heard();
        alice.heard();
        presence(alice, "probe", "bob@example.org");
        assertEquals(List.of("presence bob@example.org/b"), alice.heard());
        presence(carol, "probe", "bob@example.org");
        assertEquals(List.of("presence unsubscribed bob@example.org"), carol.heard());
    }

    @Test
    void entityCapabilitiesPassThrough() {
        server.befriend("alice", "bob");
        RawClient bob = online("bob", "b");
        RawClient alice = online("alice", "a");
        bob.heard();
        alice.send(
                        "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:n' ver='v='/></presence>")
                .sync();
        Element presence = bob.await(e -> e.name().equals("presence"));
        assertEquals(
                "v=",
                presence.child("http://jabber.org/protocol/caps", "c")
                        .orElseThrow()
                        .attribute("ver"));
    }

    @Test
    void rostersOutliveARestart() {
        server.befriend("alice", "bob");
        server.restart();
        assertEquals("both", server.roster("alice").get(0).subscription());
        RawClient bob = online("bob", "b");
        RawClient alice = online("alice", "a");
        assertEquals(List.of("presence alice@example.org/a"), bob.heard());
        assertNull(alice.ask("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>")
                .elements()
                .get(0)
                .elements()
                .get(0)
                .attribute("ask"));
    }
}
