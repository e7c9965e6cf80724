package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.XmppServer.Direction;
import dev.duet.sandbox.XmppServer.Exchange;
import dev.duet.xmpp.internal.Fixture.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by XEP-0388, with what comes along: a resource, stream management, copies, tokens. */
class OneExchangeTest {

    private static String mechanism(Client client) {
        return ((LinkState.Online) client.facts.state()).security().authentication();
    }

    private static List<Exchange> received(Fixture fixture) {
        return fixture.server.exchange().stream()
                .filter(exchange -> exchange.direction() == Direction.RECEIVED)
                .toList();
    }

    private static long count(Fixture fixture, String text) {
        return received(fixture).stream()
                .filter(exchange -> exchange.text().contains(text))
                .count();
    }

    private static void again(Client client) {
        client.command((link, operation) -> link.disconnect());
        client.reaches(LinkPhase.OFFLINE);
        client.online();
    }

    private static Fixture resumable() {
        return new Fixture(builder -> builder.resumption(Duration.ofMinutes(1)));
    }

    @Test
    void everythingComesAlongWithTheFirstSignIn() {
        try (Fixture fixture = resumable()) {
            Client alice = fixture.client("alice").online();

            assertEquals("SCRAM-SHA-256", mechanism(alice));
            assertTrue(String.valueOf(alice.facts.self().resource()).startsWith("Duet/"));
            assertEquals(0, count(fixture, "urn:ietf:params:xml:ns:xmpp-bind"), "bound along");
            assertEquals(1, count(fixture, "<enable xmlns='urn:xmpp:carbons:2'/>"), "and copied");
            assertEquals(2, count(fixture, "urn:xmpp:sasl:2"), "authenticate, response");
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void theNextSignInTakesOneMessageAndNoPassword() {
        try (Fixture fixture = resumable()) {
            Client alice = fixture.client("alice").online();
            again(alice);
            assertEquals("HT-SHA-256-ENDP", mechanism(alice));
            fixture.server.clearLog();
            again(alice); // with the token that replaced the first
            assertEquals("HT-SHA-256-ENDP", mechanism(alice));
            assertEquals(1, count(fixture, "urn:xmpp:sasl:2"));
            assertTrue(fixture.server.exchange().stream()
                    .noneMatch(exchange -> exchange.text().contains("token='")
                            && !exchange.text().contains("redacted")));
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void whereTheTokenIsGoodForNothingThePasswordIsThere() {
        try (Fixture fixture = resumable()) {
            Client alice = fixture.client("alice").online();
            fixture.server.forgetTokens();
            again(alice);
            assertEquals("SCRAM-SHA-256", mechanism(alice));
            again(alice);
            assertEquals("HT-SHA-256-ENDP", mechanism(alice), "there is a new one");
        }
    }

    @Test
    void aSessionGoesOnWithinTheSignIn() {
        try (Fixture fixture = resumable()) {
            Client alice = fixture.client("alice").online();
            Client bob = fixture.client("bob").online();
            fixture.befriend(alice, bob);
            String before = String.valueOf(alice.facts.self());
            fixture.server.clearLog();

            fixture.server.cut("alice", null);
            bob.send("while-away", alice, "Are you there?");
            Fixture.eventually(() -> alice.facts.messages.stream()
                    .anyMatch(message -> message.id().equals("while-away")));
            alice.reaches(LinkPhase.ONLINE);

            assertEquals(before, String.valueOf(alice.facts.self()));
            assertEquals(1, count(fixture, "<resume xmlns='urn:xmpp:sm:3'"));
            assertEquals(1, count(fixture, "urn:xmpp:sasl:2"));
            alice.send("back", bob, "I am");
            Fixture.eventually(() ->
                    bob.facts.messages.stream().anyMatch(message -> message.id().equals("back")));
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void aSessionThatIsNoMoreIsReplacedWithinTheSignIn() {
        try (Fixture fixture = resumable()) {
            Client alice = fixture.client("alice").online();
            Client bob = fixture.client("bob").online();
            fixture.befriend(alice, bob);
            String before = String.valueOf(alice.facts.self());

            fixture.server.restart();
            Fixture.eventually(() -> alice.facts.state() instanceof LinkState.Online online
                    && !String.valueOf(online.self()).equals(before));
            bob.reaches(LinkPhase.ONLINE);
            alice.send("new", bob, "We are back");
            Fixture.eventually(() ->
                    bob.facts.messages.stream().anyMatch(message -> message.id().equals("new")));
        }
    }

    @Test
    void aResourceThatIsWantedIsBoundBehindTheSignIn() {
        try (Fixture fixture = resumable()) {
            Client alice =
                    fixture.client(fixture.config("alice").resource("desk")).online();
            assertEquals("desk", alice.facts.self().resource());
            assertEquals(1, count(fixture, "urn:ietf:params:xml:ns:xmpp-bind"));
            again(alice);
            assertEquals("HT-SHA-256-ENDP", mechanism(alice));
            assertEquals("desk", alice.facts.self().resource());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XEP-0388", "XEP-0386", "XEP-0484", "XEP-0280", "XEP-0474"})
    void whatTheServerLacksIsDoneWithout(String lacking) {
        try (Fixture fixture =
                new Fixture(builder -> builder.resumption(Duration.ofMinutes(1)).without(lacking))) {
            Client alice = fixture.client("alice").online();
            again(alice);
            boolean token = !lacking.equals("XEP-0388") && !lacking.equals("XEP-0484");
            assertEquals(token ? "HT-SHA-256-ENDP" : "SCRAM-SHA-256", mechanism(alice));
            assertEquals(!lacking.equals("XEP-0388"), count(fixture, "urn:xmpp:sasl:2") > 0);
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void aTokenGoesNowhereWithoutTls() {
        try (Fixture fixture =
                new Fixture(builder -> builder.startTls(dev.duet.sandbox.XmppServer.StartTls.OPTIONAL))) {
            Client alice = fixture.client(fixture.config("alice").encryption(Encryption.PLAIN))
                    .online();
            again(alice);
            assertEquals("SCRAM-SHA-256", mechanism(alice));
            assertEquals(0, count(fixture, "urn:xmpp:fast:0"));
        }
    }

    @Test
    void aManInTheMiddleWhoIsTrustedCannotPassATokenOn() throws IOException {
        try (Fixture fixture = new Fixture(builder -> builder.mechanisms("SCRAM-SHA-256-PLUS"));
                TlsRelay relay =
                        new TlsRelay(Fixture.AUTHORITY.serverContext("example.org"), fixture.server.directTlsPort())) {
            Client alice = fixture.client(fixture.config("alice")
                            .server("127.0.0.1", relay.port())
                            .encryption(Encryption.DIRECT_TLS))
                    .connect();
            alice.reaches(LinkPhase.FAILED);
            assertFalse(alice.facts.failure().toString().contains("alice-secret"));
            assertEquals(0, fixture.server.sessions().size());
        }
    }
}
