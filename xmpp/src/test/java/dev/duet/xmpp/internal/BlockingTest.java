package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Failure.Kind;
import dev.duet.model.SpamReport;
import dev.duet.spi.Blocking;
import dev.duet.xmpp.internal.Fixture.Client;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Blocked addresses at the sandbox's server, seen from two devices (XEP-0191, XEP-0377). */
class BlockingTest extends AliceAndBob {

    private long block(Client who, Set<Address> addresses, SpamReport report) {
        return who.command((link, operation) -> blocking(who).block(operation, addresses, report));
    }

    private static Blocking blocking(Client who) {
        return who.link.blocking().orElseThrow();
    }

    @Test
    void whoIsBlockedIsNotHeardAndNotSeenUntilUnblocked() {
        fixture.befriend(alice, bob);
        Client desk = fixture.client("alice").online();
        long blocked = block(alice, Set.of(bob.address), null);
        Fixture.eventually(() -> alice.facts.completed.contains(blocked));
        Fixture.eventually(() -> desk.facts.blocked.equals(Set.of(bob.address)));
        assertEquals(Set.of(bob.address), alice.facts.blocked);
        Fixture.eventually(() -> alice.facts.of(bob.address).isEmpty()
                && desk.facts.of(bob.address).isEmpty()
                && bob.facts.of(alice.address).isEmpty());

        bob.send("m1", alice, "Do you hear me?");
        Fixture.eventually(() -> bob.facts.undelivered.containsKey("m1"));
        alice.send("m2", bob, "I do not");
        Fixture.eventually(() -> alice.facts.undelivered.containsKey("m2"));
        assertEquals(Kind.REFUSED, alice.facts.undelivered.get("m2").kind());

        long unblocked = desk.command((link, operation) -> blocking(desk).unblock(operation, Set.of(bob.address)));
        Fixture.eventually(() -> desk.facts.completed.contains(unblocked) && alice.facts.blocked.isEmpty());
        Fixture.eventually(() -> !alice.facts.of(bob.address).isEmpty()
                && !bob.facts.of(alice.address).isEmpty());
        bob.send("m3", alice, "And now?");
        Fixture.eventually(() ->
                alice.facts.messages.stream().anyMatch(message -> message.id().equals("m3")));
        assertTrue(
                alice.facts.messages.stream().noneMatch(message -> message.id().equals("m1")));
    }

    @Test
    void theListIsThereAfterTheNextSignIn() {
        long blocked = block(alice, Set.of(Address.xmpp("spam.example"), bob.facts.self()), null);
        Fixture.eventually(() -> alice.facts.completed.contains(blocked));
        Client desk = fixture.client("alice").online();
        Fixture.eventually(() -> desk.facts.blocked.equals(Set.of(Address.xmpp("spam.example"), bob.facts.self())));
    }

    @Test
    void aReportGoesAlong() {
        block(
                alice,
                Set.of(bob.address),
                new SpamReport(SpamReport.Reason.ABUSE, "Again & again", new CopyOnWriteArrayList<>()));
        fixture.server.awaitExchange(
                e -> e.text().contains("<report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:abuse'>")
                        && e.text().contains("Again &amp; again"),
                Fixture.PATIENCE);
    }

    @Test
    void aServerWithoutAListSaysSo() {
        try (Fixture bare = new Fixture(config -> config.without("XEP-0191"))) {
            Client carol = bare.client("carol").online();
            long failed = carol.command((link, operation) ->
                    carol.link.blocking().orElseThrow().block(operation, Set.of(bob.address), null));
            Fixture.eventually(() -> carol.facts.failed.containsKey(failed));
            assertEquals(Kind.UNSUPPORTED, carol.facts.failed.get(failed).kind());
        }
    }

    @Test
    void withoutASessionNothingIsBlocked() {
        Client carol = fixture.client("carol");
        long failed = carol.command((link, operation) -> blocking(carol).block(operation, Set.of(bob.address), null));
        Fixture.eventually(() -> carol.facts.failed.containsKey(failed));
        assertEquals(Kind.NETWORK, carol.facts.failed.get(failed).kind());
    }
}
