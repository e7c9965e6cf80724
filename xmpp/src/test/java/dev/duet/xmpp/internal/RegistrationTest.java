package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.Secret;
import dev.duet.xmpp.internal.Fixture.Client;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accounts that their users make and change, at the sandbox's server (XEP-0077). */
class RegistrationTest {

    private static long register(Client who) {
        return who.command(
                (link, operation) -> link.registration().orElseThrow().register(operation));
    }

    private static Failure failure(Client who, long operation) {
        Fixture.eventually(() -> who.facts.failed.containsKey(operation));
        return who.facts.failed.get(operation);
    }

    @Test
    void anAccountIsMadeOnceAndSignedInTo() {
        try (Fixture fixture = new Fixture()) {
            Client dave = fixture.client("dave");
            dave.connect().reaches(LinkPhase.FAILED);
            assertEquals(Kind.AUTHENTICATION, dave.facts.failure().kind());

            long made = register(dave);
            Fixture.eventually(() -> dave.facts.completed.contains(made));
            dave.online();
            assertEquals(Kind.REFUSED, failure(dave, register(dave)).kind());

            Client alice = fixture.client("alice");
            Failure twice = failure(alice, register(alice));
            assertEquals(Kind.REFUSED, twice.kind());
            assertEquals("conflict", twice.wire().condition());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void aServerThatMakesNoAccountsSoSaysSo() {
        try (Fixture fixture = new Fixture(config -> config.without("XEP-0077"))) {
            Client dave = fixture.client("dave");
            assertEquals(Kind.UNSUPPORTED, failure(dave, register(dave)).kind());
            dave.connect().reaches(LinkPhase.FAILED);
        }
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        Fixture fixture = new Fixture();
        try (fixture) {
            fixture.server.stop();
            Client dave = fixture.client("dave");
            assertEquals(Kind.NETWORK, failure(dave, register(dave)).kind());
        }
    }

    @Test
    void aChangedPasswordCountsFromThenOn() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            Client desk = fixture.client("alice").online();
            long changed = alice.command((link, operation) ->
                    link.registration().orElseThrow().changePassword(operation, Secret.of("<new> & better")));
            Fixture.eventually(() -> alice.facts.completed.contains(changed));
            for (Client client : List.of(alice, desk)) {
                fixture.runtime.onLoop(client.link::disconnect);
                client.reaches(LinkPhase.OFFLINE);
            }
            alice.online();
            desk.connect().reaches(LinkPhase.FAILED);
            assertEquals(Kind.AUTHENTICATION, desk.facts.failure().kind());
            assertTrue(
                    fixture.server.exchange().stream().noneMatch(e -> e.text().contains("better")),
                    "kept out of traces");
        }
    }

    @Test
    void anAccountThatIsTakenAwayIsSoForAllDevices() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice").online();
            Client desk = fixture.client("alice").online();
            long gone = alice.command(
                    (link, operation) -> link.registration().orElseThrow().unregister(operation));
            Fixture.eventually(() -> alice.facts.completed.contains(gone));
            fixture.runtime.onLoop(alice.link::disconnect);
            alice.reaches(LinkPhase.OFFLINE);
            desk.reaches(LinkPhase.FAILED);
            assertEquals(Kind.AUTHENTICATION, desk.facts.failure().kind());
            alice.connect().reaches(LinkPhase.FAILED);
            assertEquals(Kind.AUTHENTICATION, alice.facts.failure().kind());
            assertEquals(List.of(), fixture.server.violations());
        }
    }

    @Test
    void withoutASessionNoAccountIsTakenAway() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice");
            long operation = alice.command(
                    (link, number) -> link.registration().orElseThrow().unregister(number));
            assertEquals(Kind.NETWORK, failure(alice, operation).kind());
            alice.online();
        }
    }

    @Test
    void withoutASessionNoPasswordIsChanged() {
        try (Fixture fixture = new Fixture()) {
            Client alice = fixture.client("alice");
            long operation = alice.command(
                    (link, number) -> link.registration().orElseThrow().changePassword(number, Secret.of("new")));
            assertEquals(Kind.NETWORK, failure(alice, operation).kind());
        }
    }
}
