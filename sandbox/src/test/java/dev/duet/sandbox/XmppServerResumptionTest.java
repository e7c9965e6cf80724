package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0198 on the wire. */
class XmppServerResumptionTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String SM = "urn:xmpp:sm:3";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<RawClient> clients = new ArrayList<>();
    private XmppServer server;

    private void start(Duration resumption) {
        Users users = new Users(RawClient.DOMAIN);
        users.add("alice", "secret");
        users.add("bob", "secret");
        server = XmppServer.start(XmppServer.Config.builder(users, AUTHORITY)
                .resumption(resumption)
                .build());
        server.befriend("alice", "bob");
    }

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        server.close();
    }

    private RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }

    private RawClient signIn(String user) {
        return keep(RawClient.signIn(server.port(), AUTHORITY, user, "x"));
    }

    private static Element enable(RawClient client) {
        client.send("<enable xmlns='" + SM + "' resume='true'/>");
        return client.await(e -> e.namespace().equals(SM) && !e.name().equals("r"));
    }

    private static long handled(RawClient client) {
        client.send("<r xmlns='" + SM + "'/>");
        return Long.parseLong(client.await(e -> e.is(SM, "a")).attribute("h"));
    }

    private Element resume(RawClient client, String id, long h) {
        client.open();
        client.startTls(AUTHORITY);
        client.open();
        client.scram("SHA-1", "bob", "secret");
        assertTrue(client.open().has(SM, "sm"));
        client.send("<resume xmlns='" + SM + "' previd='" + id + "' h='" + h + "'/>");
        return client.read();
    }

    private static void say(RawClient client, String body) {
        client.send("<message type='chat' to='bob@example.org/x'><body>" + body + "</body></message>")
                .sync();
    }

    private static String body(Element message) {
        return message.elements().get(0).text();
    }

    @Test
    void itIsNotOfferedUnlessAskedFor() {
        start(Duration.ZERO);
        RawClient bob = signIn("bob");
        assertEquals("failed", enable(bob).name());
        assertEquals(List.of(), bob.heard());
    }

    @Test
    void stanzasAreCountedBothWays() {
        start(Duration.ofSeconds(60));
        RawClient bob = signIn("bob");
        Element enabled = enable(bob);
        assertEquals("true", enabled.attribute("resume"));
        assertEquals("60", enabled.attribute("max"));
        assertEquals(0, handled(bob));
        bob.send("<presence/><message type='chat' to='alice@example.org'><body>hi</body></message>");
        assertEquals(2, handled(bob));
        assertTrue(bob.seen().stream().anyMatch(e -> e.is(SM, "r")), "the server asks too");
        bob.send("<a xmlns='" + SM + "' h='1'/>").sync();
        bob.send("<a xmlns='" + SM + "' h='9'/>");
        assertEquals("undefined-condition", bob.readStreamError());
    }

    @Test
    void aLostClientComesBackAndMissesNothing() {
        start(Duration.ofSeconds(60));
        RawClient alice = signIn("alice").goOnline();
        RawClient bob = signIn("bob");
        String id = enable(bob).attribute("id");
        bob.goOnline();
        alice.heard();
        bob.seen();
        say(alice, "one");
        bob.await(e -> e.name().equals("message"));
        assertEquals(1, server.cut("bob", "x"));
        say(alice, "two");
        say(alice, "three");
        assertEquals(List.of(), alice.heard(), "bob is not seen to go");
        assertEquals(1, server.online("bob").size());

        RawClient again = keep(RawClient.connect(server.port()));
        Element resumed = resume(again, id, 0);
        assertEquals("resumed", resumed.name());
        assertEquals(id, resumed.attribute("previd"));
        assertEquals("3", resumed.attribute("h"), "roster, presence and ping");
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < 3) {
            bodies.add(body(again.await(e -> e.name().equals("message"))));
        }
        assertEquals(List.of("one", "two", "three"), bodies);
        again.send("<message type='chat' to='alice@example.org/x'><body>back</body></message>");
        assertEquals("back", body(alice.await(e -> e.name().equals("message"))));
        assertEquals(4, handled(again));
        assertEquals(List.of(), server.violations());
    }

    @Test
    void whatIsAcknowledgedIsNotSentAgain() {
        start(Duration.ofSeconds(60));
        RawClient alice = signIn("alice").goOnline();
        RawClient bob = signIn("bob");
        String id = enable(bob).attribute("id");
        say(alice, "one");
        bob.await(e -> e.name().equals("message"));
        server.cut("bob", "x");
        RawClient again = keep(RawClient.connect(server.port()));
        assertEquals("resumed", resume(again, id, 1).name());
        assertEquals(
                List.of(),
                again.heard().stream().filter(s -> s.startsWith("message")).toList());
    }

    @Test
    void aSessionThatStillHasAStreamMovesToTheNewOne() {
        start(Duration.ofSeconds(60));
        RawClient bob = signIn("bob");
        String id = enable(bob).attribute("id");
        RawClient again = keep(RawClient.connect(server.port()));
        assertEquals("resumed", resume(again, id, 0).name());
        assertEquals("conflict", bob.readStreamError());
        again.sync();
        assertEquals(1, server.sessions().size());
    }

    @Test
    void whoDoesNotComeBackIsSeenToGoAndLosesNoMessage() {
        start(Duration.ofMillis(300));
        RawClient alice = signIn("alice").goOnline();
        RawClient bob = signIn("bob");
        String id = enable(bob).attribute("id");
        bob.goOnline();
        server.cut("bob", "x");
        say(alice, "late");
        alice.await(e -> "unavailable".equals(e.attribute("type")));
        server.awaitOffline("bob", PATIENCE);
        assertEquals(1, server.offlineMessages("bob").size());
        RawClient again = keep(RawClient.connect(server.port()));
        assertEquals("failed", resume(again, id, 0).name());
        again.bind("x");
        again.send("<presence/>");
        assertEquals("late", body(again.await(e -> e.name().equals("message"))));
    }

    @Test
    void anotherUsersSessionCannotBeResumed() {
        start(Duration.ofSeconds(60));
        RawClient alice = signIn("alice");
        String id = enable(alice).attribute("id");
        RawClient bob = keep(RawClient.connect(server.port()));
        assertEquals("failed", resume(bob, id, 0).name());
        alice.sync();
    }

    @Test
    void aPoliteEndLeavesNothingToResume() {
        start(Duration.ofSeconds(60));
        RawClient bob = signIn("bob");
        enable(bob);
        bob.close();
        server.awaitOffline("bob", PATIENCE);
        assertEquals(List.of(), server.sessions());
    }

    @Test
    void aStopEndsSessionsThatWait() {
        start(Duration.ofSeconds(60));
        RawClient bob = signIn("bob");
        enable(bob);
        server.cut("bob", "x");
        assertEquals("broken", bob.readEnd());
        server.stop();
        assertEquals(List.of(), server.sessions());
    }
}
