package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes of accounts: XEP-0163, with what it takes of XEP-0060. */
class XmppServerNodesTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final Users users = new Users(RawClient.DOMAIN);
    private final List<RawClient> clients = new ArrayList<>();
    private XmppServer server;
    private int requests;

    @BeforeEach
    void start() {
        users.add("alice", "secret");
        users.add("bob", "secret");
        users.add("carol", "secret");
        server = XmppServer.start(XmppServer.Config.builder(users, AUTHORITY).build());
        server.befriend("alice", "bob");
    }

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        server.close();
    }

    /** Signs in a client that wants to hear of those nodes. */
    private RawClient online(String user, String resource, String... interests) {
        RawClient client = RawClient.signIn(server.port(), AUTHORITY, user, resource);
        clients.add(client);
        if (interests.length == 0) {
            client.goOnline().seen();
            return client;
        }
        client.send("<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:c' ver='" + resource
                + "'/></presence>");
        Element question = client.await(e -> e.name().equals("iq") && "get".equals(e.attribute("type")));
        StringBuilder features = new StringBuilder();
        for (String interest : interests) {
            features.append("<feature var='").append(interest).append("+notify'/>");
        }
        String info = "http://jabber.org/protocol/disco#info";
        client.send("<iq type='result' id='" + question.attribute("id") + "' to='" + question.attribute("from")
                        + "'><query xmlns='" + info + "' node='urn:c#" + resource + "'>" + features + "</query></iq>")
                .sync();
        return client;
    }

    private Element ask(RawClient client, String type, String to, String action) {
        boolean owner = action.startsWith("<configure") || action.startsWith("<delete");
        return client.ask("<iq type='" + type + "' id='q" + ++requests + "'" + (to.isEmpty() ? "" : " to='" + to + "'")
                + "><pubsub xmlns='" + PUBSUB + (owner ? "#owner" : "") + "'>" + action + "</pubsub></iq>");
    }

    private static String publish(String id, String options) {
        return "<publish node='urn:n'><item id='" + id + "'><x xmlns='urn:n'>" + id + "</x></item></publish>" + options;
    }

    private static String options(String... pairs) {
        return "<publish-options>" + form(pairs) + "</publish-options>";
    }

    private static String form(String... pairs) {
        StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        for (String pair : pairs) {
            String[] parts = pair.split("=");
            form.append("<field var='pubsub#").append(parts[0]).append("'><value>");
            form.append(parts[1]).append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    private static List<String> events(RawClient client) {
        client.sync();
        return client.seen().stream()
                .filter(e -> e.name().equals("message"))
                .map(e -> e.elements().get(0).elements().get(0))
                .map(items -> items.name()
                        + items.elements().stream()
                                .map(item -> " " + item.name() + " " + item.attribute("id"))
                                .reduce("", String::concat))
                .toList();
    }

    private static String outcome(Element answer) {
        return answer.attribute("type", "").equals("result")
                ? "result"
                : answer.elements().get(0).elements().stream()
                        .map(Element::name)
                        .reduce((one, other) -> one + " " + other)
                        .orElseThrow();
    }

    @Test
    void whoWantsToHearsOfItAndNobodyElse() {
        RawClient desk = online("alice", "desk", "urn:n");
        RawClient phone = online("alice", "phone");
        RawClient bob = online("bob", "b", "urn:n", "urn:m");
        RawClient other = online("bob", "other", "urn:m");
        RawClient carol = online("carol", "c", "urn:n");
        assertEquals("result", outcome(ask(phone, "set", "", publish("1", ""))));
        assertEquals(List.of("items item 1"), events(desk));
        assertEquals(List.of("items item 1"), events(bob));
        assertEquals(List.of(), events(phone));
        assertEquals(List.of(), events(other));
        assertEquals(List.of(), events(carol));
        assertEquals(List.of("items item 1"), events(online("bob", "late", "urn:n")), "what was last");
        ask(phone, "set", "", "<retract node='urn:n' notify='1'><item id='1'/></retract>");
        assertEquals(List.of("items retract 1"), events(bob));
        ask(phone, "set", "", "<delete node='urn:n'/>");
        assertEquals(List.of("delete"), events(bob));
    }

    @Test
    void aPrivateNodeIsForItsOwnerAlone() {
        RawClient desk = online("alice", "desk", "urn:n");
        RawClient bob = online("bob", "b", "urn:n");
        String own = options("access_model=whitelist", "max_items=max", "send_last_published_item=never");
        ask(desk, "set", "", publish("1", own));
        ask(desk, "set", "", publish("2", own));
        assertEquals(List.of("items item 1", "items item 2"), events(desk));
        assertEquals(List.of(), events(bob));
        assertEquals(List.of(), events(online("alice", "late", "urn:n")), "it is never told at once");
        assertEquals("not-allowed closed-node", outcome(ask(bob, "get", "alice@example.org", "<items node='urn:n'/>")));
        Element all = ask(desk, "get", "", "<items node='urn:n'/>");
        assertEquals(2, all.elements().get(0).elements().get(0).elements().size());
        assertEquals(
                "conflict precondition-not-met", outcome(ask(desk, "set", "", publish("3", options("max_items=1")))));
        assertEquals(
                "result",
                outcome(ask(desk, "set", "", "<configure node='urn:n'>" + form("max_items=1") + "</configure>")));
        Element rest = ask(desk, "get", "", "<items node='urn:n'/>");
        assertTrue(rest.toString().contains("id='2'") || rest.toString().contains("id=\"2\""), rest::toString);
        assertEquals(1, rest.elements().get(0).elements().get(0).elements().size());
    }

    @Test
    void whatIsWrongIsRefused() {
        RawClient alice = online("alice", "a");
        RawClient bob = online("bob", "b");
        RawClient carol = online("carol", "c");
        assertEquals("item-not-found", outcome(ask(alice, "get", "", "<items node='urn:n'/>")));
        assertEquals("forbidden", outcome(ask(bob, "set", "alice@example.org", publish("1", ""))));
        assertEquals("bad-request nodeid-required", outcome(ask(alice, "set", "", "<publish><item/></publish>")));
        assertEquals("bad-request item-required", outcome(ask(alice, "set", "", "<publish node='urn:n'/>")));
        assertEquals(
                "bad-request invalid-payload",
                outcome(ask(alice, "set", "", "<publish node='urn:n'><item id='1'/></publish>")));
        assertEquals(
                "feature-not-implemented unsupported", outcome(ask(alice, "set", "", "<subscribe node='urn:n'/>")));
        ask(alice, "set", "", publish("1", ""));
        assertEquals("result", outcome(ask(bob, "get", "alice@example.org", "<items node='urn:n'/>")));
        assertEquals(
                "not-authorized presence-subscription-required",
                outcome(ask(carol, "get", "alice@example.org", "<items node='urn:n'/>")));
        assertEquals(
                "item-not-found", outcome(ask(alice, "set", "", "<retract node='urn:n'><item id='9'/></retract>")));
        assertEquals("item-not-found", outcome(ask(alice, "set", "", "<delete node='urn:other'/>")));
    }
}
