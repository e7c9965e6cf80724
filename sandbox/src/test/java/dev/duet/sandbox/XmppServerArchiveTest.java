package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives of accounts: XEP-0313. */
class XmppServerArchiveTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String MAM = "urn:xmpp:mam:2";
    private static final String RSM = "http://jabber.org/protocol/rsm";

    private final Users users = new Users(RawClient.DOMAIN);
    private XmppServer server;
    private RawClient alice;
    private RawClient bob;
    private int requests;

    @BeforeEach
    void start() {
        users.add("alice", "secret");
        users.add("bob", "secret");
        server = XmppServer.start(
                XmppServer.Config.builder(users, AUTHORITY).archives(true).build());
        alice = RawClient.signIn(server.port(), AUTHORITY, "alice", "desk").goOnline();
        bob = RawClient.signIn(server.port(), AUTHORITY, "bob", "desk").goOnline();
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        server.close();
    }

    private void says(RawClient who, String to, String body) {
        who.send("<message type='chat' to='" + to + "@" + RawClient.DOMAIN + "'><body>" + body + "</body></message>")
                .sync();
    }

    private Element asks(RawClient who, String type, String payload) {
        String id = "ask-" + ++requests;
        who.send("<iq type='" + type + "' id='" + id + "'>" + payload + "</iq>");
        return who.await(e -> e.name().equals("iq") && id.equals(e.attribute("id")));
    }

    private static String query(String id, String fields, String set) {
        return "<query xmlns='" + MAM + "' queryid='" + id + "'><x xmlns='jabber:x:data' type='submit'>" + fields
                + "</x><set xmlns='" + RSM + "'>" + set + "</set></query>";
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    private static List<String> bodies(RawClient who, String queryId) {
        List<String> bodies = new ArrayList<>();
        for (Element stanza : who.seen()) {
            stanza.child(MAM, "result")
                    .filter(result -> queryId.equals(result.attribute("queryid")))
                    .flatMap(result -> result.child("urn:xmpp:forward:0", "forwarded"))
                    .flatMap(forwarded -> forwarded.child("jabber:client", "message"))
                    .flatMap(message -> message.child("jabber:client", "body"))
                    .ifPresent(body -> bodies.add(body.text()));
        }
        return bodies;
    }

    @Test
    void bothSidesReadBackPageByPage() {
        for (int i = 1; i <= 5; i++) {
            says(i % 2 == 0 ? bob : alice, i % 2 == 0 ? "alice" : "bob", "No. " + i);
        }
        says(alice, "alice", "to myself");
        alice.seen();
        String withBob = field("with", "bob@" + RawClient.DOMAIN);
        Element end = asks(alice, "set", query("q1", withBob, "<max>2</max><before/>"));
        assertEquals(List.of("No. 4", "No. 5"), bodies(alice, "q1"));
        Element fin = end.child(MAM, "fin").orElseThrow();
        assertEquals("false", fin.attribute("complete"));
        String first = fin.child(RSM, "set")
                .orElseThrow()
                .child(RSM, "first")
                .orElseThrow()
                .text();
        end = asks(alice, "set", query("q2", withBob, "<max>9</max><before>" + first + "</before>"));
        assertEquals(List.of("No. 1", "No. 2", "No. 3"), bodies(alice, "q2"));
        assertEquals("true", end.child(MAM, "fin").orElseThrow().attribute("complete"));
        asks(bob, "set", query("q3", field("end", "2001-01-01T00:00:00Z"), ""));
        assertEquals(List.of(), bodies(bob, "q3"));
        assertEquals(
                "error", asks(bob, "set", query("q4", field("end", "soon"), "")).attribute("type"));
        assertEquals(
                "error",
                asks(bob, "set", query("q5", "", "<after>none</after>")).attribute("type"));
        String foreign = "<iq type='set' id='f' to='alice@" + RawClient.DOMAIN + "'>" + query("q6", "", "") + "</iq>";
        Element refused = bob.send(foreign).await(e -> "f".equals(e.attribute("id")));
        assertEquals("error", refused.attribute("type"));
    }

    @Test
    void theIdIsTheArchivesAndNobodyElses() {
        bob.send("<message type='chat' to='alice@" + RawClient.DOMAIN + "'><body>Hi</body><stanza-id by='alice@"
                        + RawClient.DOMAIN + "' id='forged' xmlns='urn:xmpp:sid:0'/></message>")
                .sync();
        Element came = alice.await(e -> e.has("jabber:client", "body"));
        List<Element> ids = came.elements("urn:xmpp:sid:0", "stanza-id");
        assertEquals(1, ids.size());
        assertFalse("forged".equals(ids.get(0).attribute("id")));
    }

    @Test
    void whatIsNotWantedIsNotKept() {
        Element told = asks(alice, "get", "<prefs xmlns='" + MAM + "'/>");
        assertEquals("always", told.child(MAM, "prefs").orElseThrow().attribute("default"));
        asks(
                alice,
                "set",
                "<prefs xmlns='" + MAM + "' default='always'><always/><never><jid>bob@" + RawClient.DOMAIN
                        + "</jid></never></prefs>");
        says(bob, "alice", "Psst");
        says(alice, "alice", "to myself");
        alice.seen();
        asks(alice, "set", query("q1", "", ""));
        assertEquals(List.of("to myself"), bodies(alice, "q1"));
        Element bad = asks(alice, "set", "<prefs xmlns='" + MAM + "' default='sometimes'/>");
        assertTrue(bad.attribute("type", "").equals("error"));
    }
}
