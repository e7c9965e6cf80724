package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages and IQs between signed-in clients: RFC 6121 8.5 and the extensions. */
class XmppServerMessageTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final Users users = new Users(RawClient.DOMAIN);
    private final List<RawClient> clients = new ArrayList<>();
    private XmppServer server = startWithout();

    private XmppServer startWithout(String... features) {
        if (server != null) {
            server.close();
        }
        for (String name : List.of("alice", "bob", "carol")) {
            users.add(name, "secret");
        }
        return XmppServer.start(
                XmppServer.Config.builder(users, AUTHORITY).without(features).build());
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

    private RawClient online(String user, String resource, int priority) {
        RawClient client = signIn(user, resource);
        client.send("<presence><priority>" + priority + "</priority></presence>")
                .sync();
        client.seen();
        return client;
    }

    private static void say(RawClient client, String type, String to, String body) {
        client.send("<message type='" + type + "' id='m1' to='" + to + "'><body>" + body + "</body></message>")
                .sync();
    }

    private static List<String> messages(RawClient client) {
        return client.heard().stream().filter(s -> s.startsWith("message")).toList();
    }

    private static String condition(Element stanza) {
        assertEquals("error", stanza.attribute("type"));
        return stanza.elements().stream()
                .filter(e -> e.name().equals("error"))
                .findFirst()
                .orElseThrow()
                .elements()
                .get(0)
                .name();
    }

    @Test
    void aMessageToAFullAddressGoesToThatClientWhateverItsPriority() {
        RawClient alice = online("alice", "a", 0);
        RawClient high = online("bob", "high", 10);
        RawClient low = online("bob", "low", -1);
        say(alice, "chat", "bob@example.org/low", "hi");
        assertEquals(List.of("message chat alice@example.org/a hi"), messages(low));
        assertEquals(List.of(), messages(high));
    }

    @Test
    void aMessageToABareAddressGoesToTheClientsOfHighestPriority() {
        RawClient alice = online("alice", "a", 0);
        RawClient one = online("bob", "1", 5);
        RawClient two = online("bob", "2", 5);
        RawClient low = online("bob", "3", 1);
        RawClient connected = signIn("bob", "4");
        say(alice, "chat", "bob@example.org", "hi");
        assertEquals(1, messages(one).size());
        assertEquals(1, messages(two).size());
        assertEquals(List.of(), messages(low));
        assertEquals(List.of(), messages(connected));
    }

    @Test
    void aHeadlineGoesToAllClientsThatTakeMessages() {
        RawClient alice = online("alice", "a", 0);
        RawClient one = online("bob", "1", 5);
        RawClient two = online("bob", "2", 0);
        RawClient never = online("bob", "3", -1);
        say(alice, "headline", "bob@example.org", "news");
        assertEquals(1, messages(one).size());
        assertEquals(1, messages(two).size());
        assertEquals(List.of(), messages(never));
    }

    @Test
    void aChatToAClientThatIsGoneGoesToTheOthers() {
        RawClient alice = online("alice", "a", 0);
        RawClient bob = online("bob", "b", 0);
        say(alice, "chat", "bob@example.org/gone", "hi");
        assertEquals(List.of("message chat alice@example.org/a hi"), messages(bob));
    }

    @ParameterizedTest
    @CsvSource({
        "normal, bob@example.org/gone, service-unavailable",
        "groupchat, bob@example.org, service-unavailable",
        "groupchat, bob@example.org/gone, service-unavailable",
        "chat, nobody@example.org, service-unavailable",
        "chat, example.org, service-unavailable",
        "chat, bob@example.net, remote-server-not-found",
        "chat, b@b@example.org, jid-malformed"
    })
    void whatCannotBeDeliveredComesBack(String type, String to, String condition) {
        RawClient alice = online("alice", "a", 0);
        online("bob", "b", 0);
        say(alice, type, to, "hi");
        Element error = alice.seen().get(0);
        assertEquals(condition, condition(error));
        assertEquals("m1", error.attribute("id"));
    }

    @Test
    void errorsAreNeverAnsweredByErrors() {
        RawClient alice = online("alice", "a", 0);
        say(alice, "error", "nobody@example.org", "x");
        say(alice, "error", "bob@example.org", "x");
        say(alice, "headline", "bob@example.org", "x");
        assertEquals(List.of(), alice.heard());
        assertEquals(List.of(), server.offlineMessages("bob"));
    }

    @Test
    void messagesWaitForWhoIsOfflineAndSaySince() {
        RawClient alice = online("alice", "a", 0);
        Instant before = Instant.now().minusSeconds(1);
        for (String body : List.of("one", "two", "three")) {
            say(alice, "chat", "bob@example.org", body);
        }
        assertEquals(List.of(), alice.heard());
        assertEquals(3, server.offlineMessages("bob").size());
        RawClient reader = online("bob", "deaf", -1);
        assertEquals(List.of(), messages(reader));
        reader.send("<presence/>").sync();
        List<Element> got =
                reader.seen().stream().filter(e -> e.name().equals("message")).toList();
        assertEquals(
                List.of("one", "two", "three"),
                got.stream().map(e -> e.elements().get(0).text()).toList());
        Element delay = got.get(0).child("urn:xmpp:delay", "delay").orElseThrow();
        Instant stamp = Instant.parse(delay.attribute("stamp"));
        assertTrue(stamp.isAfter(before) && stamp.isBefore(Instant.now().plusSeconds(1)), stamp::toString);
        assertEquals("example.org", delay.attribute("from"));
        assertEquals(List.of(), server.offlineMessages("bob"));
    }

    @Test
    void chatStatesAndWhatAsksNotToBeStoredDoNotWait() {
        RawClient alice = online("alice", "a", 0);
        alice.send("<message type='chat' to='bob@example.org'>"
                        + "<composing xmlns='http://jabber.org/protocol/chatstates'/><thread>t</thread></message>")
                .send("<message type='chat' to='bob@example.org'><body>x</body>"
                        + "<no-store xmlns='urn:xmpp:hints'/></message>")
                .send("<message type='chat' to='bob@example.org'>"
                        + "<received xmlns='urn:xmpp:receipts' id='1'/></message>")
                .sync();
        assertEquals(List.of(), alice.seen());
        assertEquals(1, server.offlineMessages("bob").size());
    }

    @Test
    void withoutOfflineStorageMessagesComeBack() {
        server = startWithout("XEP-0160");
        RawClient alice = online("alice", "a", 0);
        say(alice, "chat", "bob@example.org", "hi");
        assertEquals("service-unavailable", condition(alice.seen().get(0)));
    }

    @Test
    void aMessageWithoutAddressIsForOneself() {
        RawClient alice = online("alice", "a", 0);
        alice.send("<message type='chat'><body>note</body></message>");
        assertEquals(
                "note",
                alice.await(e -> e.name().equals("message")).elements().get(0).text());
    }

    @Test
    void aThousandMessagesArriveInOrder() {
        RawClient alice = online("alice", "a", 0);
        RawClient bob = online("bob", "b", 0);
        StringBuilder burst = new StringBuilder();
        IntStream.range(0, 1_000).forEach(i -> burst.append("<message type='chat' to='bob@example.org/b'><body>")
                .append(i)
                .append("</body></message>"));
        alice.send(burst.toString());
        for (int i = 0; i < 1_000; i++) {
            assertEquals(String.valueOf(i), bob.read().elements().get(0).text());
        }
    }

    @Test
    void carbonsCopyWhatIsSentAndReceived() {
        RawClient alice = online("alice", "a", 0);
        RawClient phone = online("bob", "phone", 5);
        RawClient desk = online("bob", "desk", 0);
        desk.ask("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        desk.heard();
        assertTrue(server.online("bob").get(1).carbons());

        say(alice, "chat", "bob@example.org", "hi");
        assertEquals(List.of("message chat alice@example.org/a hi"), messages(phone));
        Element received = desk.sync().seen().get(0);
        assertEquals("bob@example.org", received.attribute("from"));
        assertEquals("bob@example.org/desk", received.attribute("to"));
        assertEquals("chat", received.attribute("type"));
        assertEquals("hi", forwarded(received, "received").elements().get(0).text());

        say(phone, "chat", "alice@example.org/a", "hello");
        Element sent = desk.sync().seen().get(0);
        assertEquals("bob@example.org/phone", forwarded(sent, "sent").attribute("from"));
        assertEquals("alice@example.org/a", forwarded(sent, "sent").attribute("to"));

        phone.send("<message type='chat' to='alice@example.org'><body>psst</body>"
                        + "<private xmlns='urn:xmpp:carbons:2'/><no-copy xmlns='urn:xmpp:hints'/></message>")
                .sync();
        say(phone, "groupchat", "alice@example.org/a", "x");
        assertEquals(List.of(), desk.heard());
        List<Element> heard = alice.sync().seen();
        assertFalse(heard.get(1).has("urn:xmpp:carbons:2", "private"));

        desk.ask("<iq type='set' id='d'><disable xmlns='urn:xmpp:carbons:2'/></iq>");
        say(alice, "chat", "bob@example.org/phone", "bye");
        assertEquals(List.of(), desk.heard());
    }

    private static Element forwarded(Element carbon, String direction) {
        return carbon.child("urn:xmpp:carbons:2", direction)
                .orElseThrow()
                .child("urn:xmpp:forward:0", "forwarded")
                .orElseThrow()
                .child("jabber:client", "message")
                .orElseThrow();
    }

    @Test
    void anIqGoesToTheClientAndItsAnswerBack() {
        RawClient alice = online("alice", "a", 0);
        RawClient bob = signIn("bob", "b");
        alice.send("<iq type='get' id='q' to='bob@example.org/b'><query xmlns='urn:test'/></iq>");
        Element request = bob.await(e -> e.name().equals("iq"));
        assertEquals("alice@example.org/a", request.attribute("from"));
        bob.send("<iq type='result' id='q' to='alice@example.org/a'><query xmlns='urn:test'/></iq>");
        Element answer = alice.await(e -> "q".equals(e.attribute("id")));
        assertEquals("bob@example.org/b", answer.attribute("from"));
        assertEquals("result", answer.attribute("type"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob@example.org/gone | <query xmlns='urn:test'/> | service-unavailable",
                "bob@example.org | <query xmlns='urn:test'/> | service-unavailable",
                "nobody@example.org | <query xmlns='urn:test'/> | service-unavailable",
                "nobody@example.org/x | <query xmlns='urn:test'/> | service-unavailable",
                "example.org | <query xmlns='urn:test'/> | service-unavailable",
                "example.org/x | <query xmlns='urn:test'/> | service-unavailable",
                "alice@example.org | <query xmlns='urn:test'/> | service-unavailable",
                "example.net | <query xmlns='urn:test'/> | remote-server-not-found",
                "bob@example.org | <query xmlns='http://jabber.org/protocol/disco#info'/> | service-unavailable",
                "bob@example.org | <ping xmlns='urn:xmpp:ping'/> | service-unavailable",
                "bob@example.org | <vCard xmlns='vcard-temp'/> | item-not-found",
                "example.org | <query xmlns='http://jabber.org/protocol/disco#info' node='x'/> | item-not-found"
            })
    void anIqThatNobodyAnswersGetsAnError(String to, String payload, String condition) {
        RawClient alice = online("alice", "a", 0);
        Element error = alice.ask("<iq type='get' id='q' to='" + to + "'>" + payload + "</iq>");
        assertEquals(condition, condition(error));
        assertEquals(to, error.attribute("from"));
    }

    @Test
    void theServerTellsWhatItCan() {
        RawClient alice = online("alice", "a", 0);
        Element info = alice.ask(
                        "<iq type='get' id='i' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
                .elements()
                .get(0);
        Element identity = info.elements().get(0);
        assertEquals("server", identity.attribute("category"));
        assertEquals("im", identity.attribute("type"));
        List<String> features = info.elements().stream()
                .filter(e -> e.name().equals("feature"))
                .map(e -> e.attribute("var"))
                .toList();
        assertTrue(
                features.containsAll(List.of("urn:xmpp:ping", "vcard-temp", "urn:xmpp:carbons:2", "msgoffline")),
                features::toString);
        Element items = alice.ask(
                        "<iq type='get' id='j' to='example.org'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>")
                .elements()
                .get(0);
        assertEquals(
                List.of("rooms.example.org"),
                items.elements().stream().map(e -> e.attribute("jid")).toList());
    }

    @Test
    void anAccountTellsOfItselfToSubscribers() {
        server.befriend("alice", "bob");
        RawClient alice = online("alice", "a", 0);
        for (String to : List.of("", "to='alice@example.org'", "to='bob@example.org'")) {
            Element info = alice.ask("<iq type='get' id='i' " + to
                            + "><query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
                    .elements()
                    .get(0);
            assertEquals("account", info.elements().get(0).attribute("category"), to);
        }
    }

    @Test
    void whatIsSwitchedOffIsNeitherTherNorAnnounced() {
        server = startWithout("XEP-0280", "XEP-0054");
        RawClient alice = online("alice", "a", 0);
        assertEquals(
                "service-unavailable",
                condition(alice.ask("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>")));
        Element info = alice.ask(
                "<iq type='get' id='i' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        assertFalse(info.toString().contains("carbons"));
        assertFalse(info.toString().contains("vcard"));
        assertThrows(IllegalArgumentException.class, () -> XmppServer.Config.builder(users, AUTHORITY)
                .without("XEP-9999")
                .build());
    }

    @Test
    void aVcardIsWrittenByItsOwnerAndReadByAll() {
        RawClient alice = online("alice", "a", 0);
        RawClient bob = online("bob", "b", 0);
        Element empty = alice.ask("<iq type='get' id='v0'><vCard xmlns='vcard-temp'/></iq>");
        assertEquals(List.of(), empty.elements().get(0).elements());
        alice.ask("<iq type='set' id='v1'><vCard xmlns='vcard-temp'><FN>Alice</FN></vCard></iq>");
        Element card = bob.ask("<iq type='get' id='v2' to='alice@example.org'><vCard xmlns='vcard-temp'/></iq>");
        assertEquals("Alice", card.elements().get(0).elements().get(0).text());
        assertEquals(
                "forbidden",
                condition(bob.ask("<iq type='set' id='v3' to='alice@example.org'><vCard xmlns='vcard-temp'/></iq>")));
    }

    @Test
    void privateXmlIsKept() {
        RawClient alice = online("alice", "a", 0);
        alice.ask("<iq type='set' id='p1'><query xmlns='jabber:iq:private'><s xmlns='urn:s'>kept</s></query></iq>");
        Element got =
                alice.ask("<iq type='get' id='p2'><query xmlns='jabber:iq:private'><s xmlns='urn:s'/></query></iq>");
        assertEquals("kept", got.elements().get(0).elements().get(0).text());
        assertEquals(
                "not-acceptable",
                condition(alice.ask("<iq type='get' id='p3'><query xmlns='jabber:iq:private'/></iq>")));
    }

    @Test
    void theServerTellsItsName() {
        RawClient alice = online("alice", "a", 0);
        Element version = alice.ask("<iq type='get' id='v' to='example.org'><query xmlns='jabber:iq:version'/></iq>");
        assertEquals("Duet sandbox", version.elements().get(0).elements().get(0).text());
    }

    @Test
    void aRequestCanBeRefusedOnDemand() {
        RawClient alice = online("alice", "a", 0);
        String ask = "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>";
        try (XmppServer.Refusal refusal = server.refuseIq("jabber:iq:roster", "internal-server-error")) {
            assertNotNull(refusal);
            assertEquals("internal-server-error", condition(alice.ask(ask)));
        }
        assertEquals("result", alice.ask(ask).attribute("type"));
    }

    @Test
    void whatWasExchangedCanBeAwaited() {
        RawClient alice = online("alice", "a", 0);
        alice.send("<message type='chat' to='bob@example.org'><body>needle</body></message>");
        XmppServer.Exchange found = server.awaitExchange(e -> e.text().contains("needle"), Duration.ofSeconds(20));
        assertEquals(XmppServer.Direction.RECEIVED, found.direction());
        assertEquals("alice@example.org/a", found.session());
        assertThrows(
                AssertionError.class, () -> server.awaitExchange(e -> e.text().contains("hay"), Duration.ofMillis(1)));
        assertThrows(AssertionError.class, () -> server.awaitOnline("bob", Duration.ofMillis(1)));
        assertThrows(AssertionError.class, () -> server.awaitOffline("alice", Duration.ofMillis(1)));
    }

    private static String servicesRequest(String type, String payload) {
        return "<iq type='" + type + "' id='s' to='" + RawClient.DOMAIN + "'>" + payload + "</iq>";
    }

    @Test
    void otherServersAreToldOf() {
        server.close();
        server = XmppServer.start(XmppServer.Config.builder(users, AUTHORITY)
                .service(new ExternalService("stun", "127.0.0.1", 3478, "udp", "", "", Duration.ZERO))
                .service(new ExternalService("turn", "127.0.0.1", 3478, "udp", "u", "p", Duration.ofHours(1)))
                .build());
        RawClient alice = signIn("alice", "desk");
        Element all = alice.ask(servicesRequest("get", "<services xmlns='urn:xmpp:extdisco:2'/>"));
        List<Element> services = all.elements().get(0).elements();
        assertEquals(2, services.size());
        assertEquals("p", services.get(1).attribute("password"));
        assertTrue(Instant.parse(services.get(1).attribute("expires")).isAfter(Instant.now()));
        Element stun = alice.ask(servicesRequest("get", "<services xmlns='urn:xmpp:extdisco:2' type='stun'/>"));
        assertEquals(1, stun.elements().get(0).elements().size());
        assertEquals(
                "service-unavailable",
                condition(alice.ask(servicesRequest("set", "<services xmlns='urn:xmpp:extdisco:2'/>"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | <propose xmlns='urn:xmpp:jingle-message:0' id='a'><x/></propose>STORE | 0",
                "normal | <ringing xmlns='urn:xmpp:jingle-message:0' id='a'/>STORE | 1",
                "chat | <ringing xmlns='urn:xmpp:jingle-message:0' id='a'/> | 1",
                "chat | <retract xmlns='urn:xmpp:jingle-message:0'/>STORE | 1",
                "chat | <propose xmlns='urn:xmpp:jingle-message:0' id='a'/>STORE | 1"
            })
    void messagesAboutCallsAreChecked(String type, String content, int violations) {
        RawClient alice = signIn("alice", "desk");
        online("bob", "phone", 0);
        alice.send("<message type='" + type + "' to='bob@" + RawClient.DOMAIN + "'>"
                        + content.replace("STORE", "<store xmlns='urn:xmpp:hints'/>") + "</message>")
                .sync();
        assertEquals(violations, server.violations().size(), server.violations().toString());
    }
}
