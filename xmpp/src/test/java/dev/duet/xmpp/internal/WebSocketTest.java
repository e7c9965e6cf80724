package dev.duet.xmpp.internal;

import static dev.duet.xmpp.internal.stream.WebSocketGateway.BINARY;
import static dev.duet.xmpp.internal.stream.WebSocketGateway.CLOSE;
import static dev.duet.xmpp.internal.stream.WebSocketGateway.PART;
import static dev.duet.xmpp.internal.stream.WebSocketGateway.TEXT;
import static dev.duet.xmpp.internal.stream.WebSocketGateway.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.xmpp.internal.Fixture.Client;
import dev.duet.xmpp.internal.stream.WebSocketGateway;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** XMPP by WebSocket (RFC 7395): the sandbox's server behind a gateway. */
class WebSocketTest {

    private static final String OPEN = WebSocketGateway.open("example.org");
    private static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    private final Fixture fixture = new Fixture(
            builder -> builder.mechanisms("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256").resumption(Duration.ofSeconds(60)));
    private final WebSocketGateway gateway = gateway("localhost", "xmpp");

    private WebSocketGateway gateway(String name, String protocol) {
        return new WebSocketGateway(
                Fixture.AUTHORITY.serverContext(name),
                Fixture.AUTHORITY.trustingContext(),
                fixture.server.directTlsPort(),
                protocol);
    }

    @AfterEach
    void close() {
        gateway.close();
        fixture.close();
    }

    private Client client(String user, URI at) {
        return fixture.client(fixture.config(user).webSocket(at));
    }

    private Client client(String user) {
        return client(user, gateway.uri());
    }

    private Failure failure(Client client, LinkPhase phase) {
        client.connect().reaches(phase);
        return client.facts.failure();
    }

    private static LinkSecurity security(Client client) {
        return ((LinkState.Online) client.facts.state()).security();
    }

    @Test
    void signsInWithoutAChannelBindingAndSaysThatItKnowsNone() {
        Client alice = client("alice").online();

        assertEquals(new LinkSecurity("TLS", "", "SCRAM-SHA-256"), security(alice));
        List<String> said = gateway.said();
        assertTrue(said.get(0).startsWith("<open xmlns='" + FRAMING + "' to='example.org'"), said.get(0));
        assertTrue(said.get(0).contains("version='1.0'"), said.get(0));
        String first = said.get(1).replaceFirst("^.*?<initial-response>([^<]*)<.*$", "$1");
        String words = new String(Base64.getDecoder().decode(first), StandardCharsets.UTF_8);
        assertTrue(words.startsWith("n,"), words);
        assertEquals(
                List.of(),
                said.stream()
                        .filter(message -> !message.matches("(?s)<[^>]* xmlns=['\"][a-z].*>"))
                        .toList());
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void messagesGoBothWaysInOrderAndTheSessionGoesOnAfterACut() {
        Client alice = client("alice").online();
        Client bob = fixture.client("bob").online();
        fixture.befriend(alice, bob);
        for (int i = 0; i < 50; i++) {
            alice.send("a" + i, bob, "to Bob " + i);
            bob.send("b" + i, alice, "to Alice " + i);
        }
        gateway.cut();
        for (int i = 50; i < 100; i++) {
            alice.send("a" + i, bob, "to Bob " + i);
            bob.send("b" + i, alice, "to Alice " + i);
        }
        Fixture.eventually(() -> bodies(bob).size() == 100 && bodies(alice).size() == 100);
        assertEquals(all("to Bob "), bodies(bob));
        assertEquals(all("to Alice "), bodies(alice));
        assertEquals(2, gateway.accepted());
        assertTrue(gateway.said().stream().anyMatch(message -> message.contains("<resume ")), "It was resumed");
        assertEquals(List.of(), fixture.server.violations());
    }

    private static List<String> all(String words) {
        return IntStream.range(0, 100).mapToObj(i -> words + i).toList();
    }

    private static List<String> bodies(Client client) {
        return client.facts.messages.stream().map(message -> message.body()).toList();
    }

    @Test
    void signsOutPolitely() {
        Client alice = client("alice").online();
        fixture.runtime.onLoop(alice.link::disconnect);
        alice.reaches(LinkPhase.OFFLINE);
        fixture.server.awaitOffline("alice", Fixture.PATIENCE);
        assertEquals(
                "<close xmlns='" + FRAMING + "'/>",
                gateway.said().get(gateway.said().size() - 1));
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void connectionsHaveNoThreadsOfTheirOwn() {
        long clients = threads("HttpClient-");
        long others = threads("duet-xmpp-reader") + threads("duet-xmpp-writer");
        List<Client> all = Stream.of("alice", "alice", "alice", "bob", "bob", "bob", "carol", "carol")
                .map(user -> client(user).online())
                .toList();
        assertEquals(8, all.size());
        assertEquals(8, gateway.accepted());
        assertTrue(threads("HttpClient-") <= clients + 1); // those of other tests may end meanwhile
        Fixture.eventually(() -> threads("duet-xmpp-websocket") <= 2);
        assertTrue(threads("duet-xmpp-reader") + threads("duet-xmpp-writer") <= others);
        fixture.stack.close();
        Fixture.eventually(() -> threads("duet-xmpp-websocket") == 0);
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .count();
    }

    // --- where it goes

    @Test
    void goesWhereTheServerSendsItButNotForEver() {
        try (WebSocketGateway door = gateway("localhost", "xmpp");
                WebSocketGateway circle = gateway("localhost", "xmpp")) {
            door.instead(frame(OPEN), frame(sentOn(gateway.uri().toString())));
            client("alice", door.uri()).online();
            assertEquals(1, gateway.accepted());

            circle.alwaysInstead(frame(OPEN), frame(sentOn(circle.uri().toString())));
            Failure failure = failure(client("bob", circle.uri()), LinkPhase.WAITING);
            assertEquals(Kind.REFUSED, failure.kind());
            assertTrue(circle.accepted() >= 4, "Sent on three times: " + circle.accepted());
        }
    }

    private static String sentOn(String uri) {
        return "<close xmlns='" + FRAMING + "' see-other-uri='" + uri + "'/>";
    }

    @Test
    void goesNowhereWhereThereIsNoTls() {
        gateway.alwaysInstead(frame(OPEN), frame(sentOn(gateway.uri().toString().replace("wss", "ws"))));
        Failure failure = failure(client("alice"), LinkPhase.WAITING);
        assertEquals(Kind.REFUSED, failure.kind());
        assertThrows(IllegalArgumentException.class, () -> fixture.config("alice")
                .webSocket(URI.create("ws://localhost/xmpp"))
                .build());
        fixture.config("alice")
                .encryption(Encryption.PLAIN)
                .webSocket(URI.create("ws://localhost/xmpp"))
                .build();
    }

    @Test
    void believesNoOtherName() {
        try (WebSocketGateway other = gateway("example.org", "xmpp")) {
            Failure failure = failure(client("alice", other.uri()), LinkPhase.FAILED);
            assertEquals(Kind.TLS, failure.kind());
            assertTrue(failure.message().startsWith("Wrong name: "), failure.message());
            assertEquals(List.of(), other.said());
        }
    }

    @Test
    void saysNothingWhereNoXmppIsSpoken() {
        try (WebSocketGateway other = gateway("localhost", "")) {
            Failure failure = failure(client("alice", other.uri()), LinkPhase.WAITING);
            assertEquals(Kind.NETWORK, failure.kind());
            assertEquals(List.of(), other.said());
        }
    }

    // --- what should not come

    private enum Wrong {
        BINARY_MESSAGE("bad-format", frame(BINARY, new byte[] {1, 2, 3})),
        TWO_ELEMENTS("not-well-formed", frame("<presence xmlns='jabber:client'/><presence xmlns='jabber:client'/>")),
        HALF_AN_ELEMENT("not-well-formed", frame("<message xmlns='jabber:client'><body>")),
        NO_XML("not-well-formed", frame("Hello")),
        DTD("not-well-formed", frame("<!DOCTYPE a [<!ENTITY b 'c'>]><message xmlns='jabber:client'>&b;</message>")),
        OPEN_TWICE("bad-format", frame(OPEN)),
        TLS_WITHIN("bad-format", frame("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
        TOO_LONG("policy-violation", tooLong()),
        PART_OF_NOTHING("", frame(PART, true, new byte[] {'a'})),
        RESERVED("", frame(3, new byte[] {'a'})),
        TEXT_THAT_IS_NONE("", frame(TEXT, new byte[] {(byte) 0xFF, (byte) 0xFE})),
        CLOSED_WITHOUT_A_WORD("", frame(CLOSE, new byte[] {3, (byte) 0xE9}));

        private final String condition;
        private final byte[] frames;

        Wrong(String condition, byte[] frames) {
            this.condition = condition;
            this.frames = frames;
        }

        /** A message of somewhat more than 16 million characters, in parts of 1 MiB. */
        private static byte[] tooLong() {
            byte[] part = new byte[1 << 20];
            Arrays.fill(part, (byte) 'x');
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            all.writeBytes(
                    frame(TEXT, false, "<message xmlns='jabber:client'><body>".getBytes(StandardCharsets.UTF_8)));
            for (int i = 0; i < 16; i++) {
                all.writeBytes(frame(PART, false, part));
            }
            return all.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongEndsTheStreamAndLosesNothing(Wrong wrong) {
        Client alice = client("alice").online();
        Client bob = fixture.client("bob").online();
        fixture.befriend(alice, bob);

        alice.send("a1", bob, "Are you there?"); // who finds the stream closing would end it before its last words
        gateway.inject(wrong.frames);
        Fixture.eventually(() -> alice.facts.states.stream()
                        .filter(LinkState.Online.class::isInstance)
                        .count()
                == 2);
        bob.send("b1", alice, "I am");
        Fixture.eventually(() ->
                bodies(bob).equals(List.of("Are you there?")) && bodies(alice).equals(List.of("I am")));
        assertEquals(2, gateway.accepted());
        if (!wrong.condition.isEmpty()) {
            String error = "<error xmlns='http://etherx.jabber.org/streams'><" + wrong.condition;
            Fixture.eventually(() -> gateway.said().stream().anyMatch(text -> text.startsWith(error)));
        }
    }

    private enum Early {
        FEATURES(frame("<features xmlns='http://etherx.jabber.org/streams'/>")),
        CLOSED(frame("<close xmlns='" + FRAMING + "'/>")),
        BINARY_MESSAGE(frame(BINARY, new byte[] {1})),
        STREAM_OF_TCP(frame("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>")),
        END(frame(CLOSE, new byte[0]));

        private final byte[] frame;

        Early(byte[] frame) {
            this.frame = frame;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongBeforeTheStreamIsOpenFailsTheAttempt(Early early) {
        gateway.instead(early.frame);
        Client alice = client("alice").connect();
        Fixture.eventually(() -> alice.facts.states.stream().anyMatch(state -> state instanceof LinkState.Waiting));
        alice.reaches(LinkPhase.ONLINE);
        assertEquals(2, gateway.accepted());
    }
}
