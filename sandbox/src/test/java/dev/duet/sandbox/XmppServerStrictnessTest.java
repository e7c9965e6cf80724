package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.internal.xmpp.RawClient;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does wrong is answered and recorded. */
class XmppServerStrictnessTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private XmppServer server;
    private RawClient alice;

    @BeforeEach
    void start() {
        Users users = new Users(RawClient.DOMAIN);
        users.add("alice", "secret");
        users.add("bob", "secret");
        server = XmppServer.start(XmppServer.Config.builder(users, AUTHORITY)
                .maxQueuedBytes(200_000)
                .build());
        alice = RawClient.signIn(server.port(), AUTHORITY, "alice", "a");
    }

    @AfterEach
    void close() {
        alice.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<message from='bob@example.org' to='bob@example.org'/>|invalid-from",
                "<message from='alice@example.org/other' to='bob@example.org'/>|invalid-from",
                "<presence from='a@b@c'/>|invalid-from",
                "<message xmlns='jabber:server' to='bob@example.org'/>|invalid-namespace",
                "<iq xmlns='urn:x' type='get' id='1'/>|invalid-namespace",
                "<note/>|unsupported-stanza-type",
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>|unsupported-stanza-type",
                "<presence></message>|not-well-formed",
                "<presence>&nbsp;</presence>|restricted-xml",
                "<!-- hi --><presence/>|restricted-xml",
                "lost text<presence/>|bad-format"
            })
    void theseEndTheStream(String text, String condition) {
        alice.send(text);
        assertEquals(condition, alice.readStreamError());
        assertEquals(
                List.of("stream error " + condition),
                server.violations().stream().map(XmppServer.Violation::rule).toList());
        server.awaitOffline("alice", Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>|bad-request",
                "<iq type='get' id=''><ping xmlns='urn:xmpp:ping'/></iq>|bad-request",
                "<iq type='get' id='1'/>|bad-request",
                "<iq type='set' id='1'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>|bad-request",
                "<iq type='ask' id='1'><a xmlns='urn:a'/></iq>|bad-request",
                "<iq id='1'><a xmlns='urn:a'/></iq>|bad-request",
                "<iq type='get' id='1'><query/></iq>|bad-request",
                "<iq type='get' id='1' to='@'><a xmlns='urn:a'/></iq>|jid-malformed",
                "<iq type='get' id='1' to=''><a xmlns='urn:a'/></iq>|jid-malformed",
                "<message to='a b@example.org'><body>x</body></message>|jid-malformed",
                "<message to='bob@example.org'><text>x</text></message>|bad-request",
                "<message to='bob@example.org'>naked</message>|bad-request",
                "<presence type='away'/>|bad-request",
                "<presence type='subscribe'/>|bad-request",
                "<presence><show>sleeping</show></presence>|bad-request",
                "<presence><show>away</show><show>xa</show></presence>|bad-request",
                "<presence><priority>128</priority></presence>|bad-request",
                "<presence><priority>high</priority></presence>|bad-request"
            })
    void theseAreAnsweredByAnError(String stanza, String condition) {
        alice.send(stanza);
        Element error = alice.read();
        assertEquals("error", error.attribute("type"));
        assertEquals(condition, error.elements().get(0).elements().get(0).name());
        assertEquals(1, server.violations().size(), () -> server.violations().toString());
        alice.sync();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='result' id='1'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>",
                "<iq type='error' id='1'/>",
                "<iq type='result'/>",
                "<message type='error' to='@'/>"
            })
    void wrongResponsesAreOnlyRecorded(String stanza) {
        alice.send(stanza);
        assertEquals(List.of(), alice.heard());
        assertEquals(1, server.violations().size());
    }

    @Test
    void anUnknownMessageTypeCountsAsNormalAndIsRecorded() {
        alice.send("<presence/><message type='telegram' to='alice@example.org'><body>x</body></message>");
        assertEquals(
                "x",
                alice.await(e -> e.name().equals("message")).elements().get(0).text());
        assertEquals("RFC 6121 5.2.2", server.violations().get(0).rule());
    }

    @Test
    void onesOwnAddressMayBeNamed() {
        alice.send("<presence from='alice@example.org/a'/><presence from='alice@example.org'/>");
        alice.sync();
        assertEquals(List.of(), server.violations());
    }

    @Test
    void aClientThatDoesNotReadHoldsNobodyUpAndIsCut() {
        RawClient stuck = RawClient.signIn(server.port(), AUTHORITY, "bob", "stuck");
        stuck.send("<presence/>");
        server.awaitOnline("bob", Duration.ofSeconds(20));
        String message =
                "<message type='chat' to='bob@example.org/stuck'><body>" + "x".repeat(50_000) + "</body></message>";
        int sent = 0;
        while (!server.online("bob").isEmpty()) {
            alice.send(message).sync();
            sent++;
            assertTrue(sent < 2_000, "still not cut");
        }
        alice.sync();
        assertEquals("broken", stuck.readEnd());
    }

    @Test
    void findingsCanBeForgotten() {
        alice.send("<presence type='away'/>").sync();
        assertEquals(1, server.violations().size());
        server.clearLog();
        assertEquals(List.of(), server.violations());
        assertEquals(List.of(), server.exchange());
    }
}
