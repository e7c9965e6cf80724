package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmppServerSignInTest {

    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static TestAuthority authority;

    private final Users users = new Users(RawClient.DOMAIN);
    private XmppServer server;

    @BeforeAll
    static void makeAuthority() {
        authority = TestAuthority.create();
    }

    private void start(Consumer<XmppServerConfigBuilder> settings) {
        users.add("alice", "secret");
        users.add("bob", "secret");
        XmppServerConfigBuilder builder = XmppServer.Config.builder(users, authority);
        settings.accept(builder);
        server = XmppServer.start(builder.build());
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private RawClient secured() {
        RawClient client = RawClient.connect(server.port());
        client.open();
        client.startTls(authority);
        client.open();
        return client;
    }

    private static String failure(Element element) {
        assertEquals("failure", element.name());
        return element.elements().get(0).name();
    }

    private static String auth(String mechanism, String payload) {
        return "<auth xmlns='" + SASL + "' mechanism='" + mechanism + "'>" + payload + "</auth>";
    }

    @Test
    void startTlsIsAllThatIsOfferedAtFirst() {
        start(s -> {});
        try (RawClient client = RawClient.connect(server.port())) {
            Element features = client.open();
            assertEquals(1, features.elements().size());
            assertTrue(features.elements().get(0).has("urn:ietf:params:xml:ns:xmpp-tls", "required"));
        }
    }

    @Test
    void mechanismsAreOfferedUnderTlsAndBindingAfterThem() {
        start(s -> s.mechanisms("SCRAM-SHA-1", "PLAIN"));
        try (RawClient client = RawClient.connect(server.port())) {
            client.open();
            client.startTls(authority);
            Element features = client.open();
            assertEquals(
                    List.of("SCRAM-SHA-1", "PLAIN"),
                    features.child(SASL, "mechanisms").orElseThrow().elements().stream()
                            .map(Element::text)
                            .toList());
            client.scram("SHA-1", "alice", "secret");
            assertTrue(client.open().has("urn:ietf:params:xml:ns:xmpp-bind", "bind"));
            client.bind("desk");
            assertEquals("alice@example.org/desk", client.jid());
            assertEquals("desk", server.sessions().get(0).resource());
            assertFalse(server.sessions().get(0).available());
        }
        server.awaitOffline("alice", PATIENCE);
        assertEquals(List.of(), server.violations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256"})
    void scramLetsInWhoKnowsThePassword(String hash) {
        start(s -> {});
        try (RawClient client = secured()) {
            client.scram(hash, "alice", "secret");
            client.open();
            client.bind("x");
            client.goOnline();
            assertEquals(1, server.awaitOnline("alice", PATIENCE).size());
        }
    }

    @Test
    void plainLetsInWhoKnowsThePassword() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.send(auth("PLAIN", RawClient.base64("\0alice\0secret")));
            assertEquals("success", client.read().name());
            client.open();
            client.bind("x");
            assertEquals("alice@example.org/x", client.jid());
        }
    }

    @Test
    void directTlsNeedsNoStartTlsAndAgreesOnTheProtocol() {
        start(s -> {});
        try (RawClient client = RawClient.connect(server.directTlsPort())) {
            client.beginTls(authority, "xmpp-client");
            assertEquals("xmpp-client", client.applicationProtocol());
            Element features = client.open();
            assertFalse(features.has("urn:ietf:params:xml:ns:xmpp-tls", "starttls"));
            client.scram("SHA-1", "bob", "secret");
            client.open();
            client.bind("x");
        }
    }

    @Test
    void directTlsCanBeOff() {
        start(s -> s.directTls(false));
        assertThrows(IllegalStateException.class, server::directTlsPort);
    }

    @Test
    void aClientMayTryAgainButNotForEver() {
        start(s -> {});
        try (RawClient client = secured()) {
            for (int i = 0; i < 4; i++) {
                assertEquals("not-authorized", failure(client.tryScram("SHA-256", "alice", "wrong" + i)));
            }
            client.scram("SHA-1", "alice", "secret");
        }
        assertEquals(List.of(), server.violations());
        try (RawClient client = secured()) {
            for (int i = 0; i < 5; i++) {
                assertEquals("not-authorized", failure(client.tryScram("SHA-1", "nobody", "secret")));
            }
            assertEquals("policy-violation", client.readStreamError());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SCRAM-SHA-512, biws, invalid-mechanism",
        "'', biws, invalid-mechanism",
        "SCRAM-SHA-1, ???, incorrect-encoding",
        "SCRAM-SHA-1, biws, malformed-request",
        "SCRAM-SHA-1, //8=, malformed-request",
        "PLAIN, =, malformed-request",
        "PLAIN, AGFsaWNlAHdyb25n, not-authorized",
        "PLAIN, Ym9iAGFsaWNlAHNlY3JldA==, invalid-authzid"
    })
    void aFailureSaysWhatWasWrong(String mechanism, String payload, String condition) {
        start(s -> {});
        try (RawClient client = secured()) {
            client.send(auth(mechanism, payload));
            assertEquals(condition, failure(client.read()));
        }
    }

    @Test
    void withoutInitialResponseTheServerAsksForIt() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.send(auth("PLAIN", ""));
            assertEquals("challenge", client.read().name());
            client.send("<response xmlns='" + SASL + "'>" + RawClient.base64("\0alice\0secret") + "</response>");
            assertEquals("success", client.read().name());
        }
    }

    @Test
    void anExchangeCanBeAborted() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.send(auth("SCRAM-SHA-1", RawClient.base64("n,,n=alice,r=abc")));
            client.read();
            client.send("<abort xmlns='" + SASL + "'/>");
            assertEquals("aborted", failure(client.read()));
            client.scram("SHA-1", "alice", "secret");
        }
    }

    @Test
    void authenticationInPlainTextIsRefused() {
        start(s -> {});
        try (RawClient client = RawClient.connect(server.port())) {
            client.open();
            client.send(auth("PLAIN", RawClient.base64("\0alice\0secret")));
            assertEquals("encryption-required", failure(client.read()));
            client.startTls(authority);
            client.open();
            client.scram("SHA-1", "alice", "secret");
        }
        assertEquals(1, server.violations().size());
    }

    @Test
    void whereTlsIsOptionalScramWorksWithoutAndPlainDoesNot() {
        start(s -> s.startTls(XmppServer.StartTls.OPTIONAL));
        try (RawClient client = RawClient.connect(server.port())) {
            Element features = client.open();
            assertTrue(features.has("urn:ietf:params:xml:ns:xmpp-tls", "starttls"));
            client.send(auth("PLAIN", RawClient.base64("\0alice\0secret")));
            assertEquals("invalid-mechanism", failure(client.read()));
            client.scram("SHA-256", "alice", "secret");
            client.open();
            client.bind("x");
        }
    }

    @Test
    void whereTlsIsNotOfferedItIsRefused() {
        start(s -> s.startTls(XmppServer.StartTls.NOT_OFFERED));
        try (RawClient client = RawClient.connect(server.port())) {
            assertFalse(client.open().has("urn:ietf:params:xml:ns:xmpp-tls", "starttls"));
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            assertEquals("failure", client.read().name());
            assertEquals("closing tag", client.readEnd());
        }
    }

    @Test
    void aTakenResourceIsReplacedByOneOfTheServers() {
        start(s -> {});
        try (RawClient one = RawClient.signIn(server.port(), authority, "alice", "x");
                RawClient two = RawClient.signIn(server.port(), authority, "alice", "x")) {
            assertEquals("alice@example.org/x", one.jid());
            assertNotEquals("alice@example.org/x", two.jid());
            assertTrue(two.jid().startsWith("alice@example.org/"));
            one.sync();
        }
    }

    @Test
    void aTakenResourceCanGoToTheNewcomer() {
        start(s -> s.conflict(XmppServer.Conflict.REPLACE));
        try (RawClient one = RawClient.signIn(server.port(), authority, "alice", "x");
                RawClient two = RawClient.signIn(server.port(), authority, "alice", "x")) {
            assertEquals("alice@example.org/x", two.jid());
            assertEquals("conflict", one.readStreamError());
            two.sync();
            assertEquals(1, server.sessions().size());
        }
    }

    @Test
    void anOldClientMayStartASession() {
        start(s -> {});
        try (RawClient client = RawClient.signIn(server.port(), authority, "alice", "x")) {
            String ask = "<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>";
            assertEquals("result", client.ask(ask).attribute("type"));
        }
    }

    @Test
    void theServerMakesAResourceWhenNoneIsAsked() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.scram("SHA-1", "alice", "secret");
            client.open();
            Element bound = client.ask("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            String jid = bound.elements().get(0).elements().get(0).text();
            assertTrue(jid.matches("alice@example\\.org/.+"), jid);
        }
    }

    @Test
    void aResourceThatIsNoneIsABadRequest() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.scram("SHA-1", "alice", "secret");
            client.open();
            Element answer = client.ask("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                    + "<resource>" + "x".repeat(1_024) + "</resource></bind></iq>");
            assertTrue(answer.elements().get(0).has("urn:ietf:params:xml:ns:xmpp-stanzas", "bad-request"));
            client.bind("y");
        }
    }

    static Stream<Arguments> wrongHeaders() {
        String good = RawClient.header(RawClient.DOMAIN);
        return Stream.of(
                Arguments.of(good.replace("http://etherx.jabber.org/streams", "urn:wrong"), "invalid-namespace"),
                Arguments.of(good.replace("jabber:client", "jabber:server"), "invalid-namespace"),
                Arguments.of(good.replace(":stream ", ":wrong "), "bad-format"),
                Arguments.of(RawClient.header("example.net"), "host-unknown"),
                Arguments.of(good.replace("to='example.org'", ""), "host-unknown"),
                Arguments.of(
                        good.replace("stream to='example.org' version='1.0'", "stream to='example.org'"),
                        "unsupported-version"),
                Arguments.of(
                        good.replace("version='1.0'?", "version='1.0' encoding='UTF-16'?"), "unsupported-encoding"),
                Arguments.of("GET / HTTP/1.1\r\n\r\n", "not-well-formed"),
                Arguments.of("<!DOCTYPE a [<!ENTITY b 'c'>]><a>", "restricted-xml"));
    }

    @ParameterizedTest
    @MethodSource("wrongHeaders")
    void aWrongHeaderIsAnsweredByAStreamError(String header, String condition) {
        start(s -> {});
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(header);
            client.readHeader();
            assertEquals(condition, client.readStreamError());
        }
        assertEquals(1, server.violations().size());
        assertEquals("stream error " + condition, server.violations().get(0).rule());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<message to='bob@example.org'><body>early</body></message>|not-authorized",
                "<hello xmlns='urn:x'/>|unsupported-stanza-type",
                "hello<a/>|bad-format",
                "<a></b>|not-well-formed"
            })
    void beforeSignInNothingElseGoes(String text, String condition) {
        start(s -> {});
        try (RawClient client = secured()) {
            client.send(text);
            assertEquals(condition, client.readStreamError());
        }
    }

    @Test
    void aStanzaBeforeBindingEndsTheStream() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.scram("SHA-1", "alice", "secret");
            client.open();
            client.send("<presence/>");
            assertEquals("not-authorized", client.readStreamError());
        }
    }

    @Test
    void whoSaysNothingIsSentAway() {
        start(s -> s.negotiationTimeout(Duration.ofMillis(200)));
        try (RawClient client = RawClient.connect(server.port())) {
            client.readHeader();
            assertEquals("connection-timeout", client.readStreamError());
        }
    }

    @Test
    void tooLargeAStanzaIsAPolicyViolation() {
        start(s -> s.maxStanzaCharacters(10_000));
        try (RawClient client = RawClient.signIn(server.port(), authority, "alice", "x")) {
            client.send("<message><body>" + "x".repeat(20_000));
            assertEquals("policy-violation", client.readStreamError());
        }
    }

    @Test
    void textSlippedInBeforeTheHandshakeIsForgotten() {
        start(s -> {});
        try (RawClient client = RawClient.connect(server.port())) {
            client.open();
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><presence/>");
            assertEquals("proceed", client.read().name());
            client.beginTls(authority);
            client.open();
            client.scram("SHA-1", "alice", "secret");
        }
        assertEquals(1, server.violations().size());
    }

    @Test
    void theRecordHoldsNoSecret() {
        start(s -> {});
        try (RawClient client = secured()) {
            client.send(auth("PLAIN", RawClient.base64("\0alice\0secret")));
            client.read();
            client.open();
            client.bind("x");
        }
        server.awaitOffline("alice", PATIENCE);
        String all = server.exchange().toString();
        assertTrue(all.contains("mechanism='PLAIN'>[redacted]</auth>"), all);
        assertFalse(all.contains(RawClient.base64("\0alice\0secret")), all);
        assertFalse(all.contains("secret"), all);
    }

    @Test
    void theServerStopsAndComesBackOnTheSamePorts() {
        start(s -> {});
        int port = server.port();
        int direct = server.directTlsPort();
        try (RawClient client = RawClient.signIn(port, authority, "alice", "x")) {
            server.stop();
            assertEquals("system-shutdown", client.readStreamError());
        }
        assertThrows(java.io.UncheckedIOException.class, () -> RawClient.connect(port));
        server.restart();
        assertEquals(port, server.port());
        assertEquals(direct, server.directTlsPort());
        RawClient.signIn(port, authority, "alice", "x").close();
        server.close();
        server.close();
        assertThrows(IllegalStateException.class, server::restart);
    }

    @Test
    void aResetForgetsEverythingButKeepsThePorts() {
        start(s -> {});
        int port = server.port();
        server.befriend("alice", "bob");
        try (RawClient client = RawClient.signIn(port, authority, "alice", "x")) {
            client.send("<message type='chat' to='bob@example.org'><body>hi</body></message>")
                    .sync();
            assertEquals(1, server.offlineMessages("bob").size());
            server.reset();
            assertEquals("system-shutdown", client.readStreamError());
        }
        assertEquals(port, server.port());
        assertEquals(List.of(), server.roster("alice"));
        assertEquals(List.of(), server.offlineMessages("bob"));
        assertEquals(List.of(), server.exchange());
        RawClient.signIn(port, authority, "alice", "x").close();
    }

    @Test
    void allConnectionsCanBeCutAtOnce() {
        start(s -> {});
        try (RawClient one = RawClient.signIn(server.port(), authority, "alice", "x");
                RawClient two = RawClient.connect(server.port())) {
            two.open();
            server.cutConnections();
            assertEquals("broken", one.readEnd());
            assertEquals("broken", two.readEnd());
        }
        server.awaitOffline("alice", PATIENCE);
    }

    @Test
    void noThreadIsLeftAfterClose() {
        start(s -> {});
        RawClient one = RawClient.signIn(server.port(), authority, "alice", "x");
        RawClient two = RawClient.connect(server.port());
        RawClient three = RawClient.connect(server.directTlsPort());
        one.goOnline();
        assertFalse(threads().isEmpty());
        server.close();
        assertEquals(List.of(), threads());
        one.cut();
        two.cut();
        three.cut();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("duet-sandbox-xmpp"))
                .toList();
    }

    @Test
    void streamErrorsAndCutsComeOnRequest() {
        start(s -> {});
        try (RawClient one = RawClient.signIn(server.port(), authority, "alice", "a");
                RawClient two = RawClient.signIn(server.port(), authority, "alice", "b")) {
            assertEquals(1, server.sendStreamError("alice", "a", "internal-server-error"));
            assertEquals("internal-server-error", one.readStreamError());
            assertEquals(1, server.cut("alice", "b"));
            assertEquals("broken", two.readEnd());
        }
        server.awaitOffline("alice", PATIENCE);
        assertThrows(IllegalArgumentException.class, () -> server.sendStreamError("alice", null, "bad-mood"));
    }
}
