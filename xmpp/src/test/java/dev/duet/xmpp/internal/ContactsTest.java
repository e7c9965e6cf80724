package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Availability;
import dev.duet.model.Capability;
import dev.duet.model.Delivery;
import dev.duet.model.Failure.Kind;
import dev.duet.model.LinkPhase;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.model.RosterEntry.Visibility;
import dev.duet.sandbox.XmppServer;
import dev.duet.xmpp.internal.Fixture.Client;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contact lists, subscriptions and presence between two accounts on the sandbox's server. */
class ContactsTest extends AliceAndBob {

    private Visibility visibility(Client of, Client contact) {
        RosterEntry entry = of.facts.roster.get(contact.address);
        return entry == null ? null : entry.subscription();
    }

    @Test
    void twoPeopleBecomeContactsOfEachOther() {
        alice.add(bob, "Bobby", "Friends", "Work");
        Fixture.eventually(() -> bob.facts.requests.contains("alice@example.org"));
        RosterEntry asked = alice.facts.roster.get(bob.address);
        assertEquals("Bobby", asked.name());
        assertEquals(Set.of("Friends", "Work"), asked.groups());
        Fixture.eventually(() -> alice.facts.roster.get(bob.address).pending());

        fixture.runtime.onLoop(() -> bob.link.answerRequest(alice.address, true));
        Fixture.eventually(() -> visibility(alice, bob) == Visibility.TO);
        Fixture.eventually(() -> !alice.facts.of(bob.address).isEmpty());
        assertTrue(bob.facts.of(alice.address).isEmpty(), "Bob has not asked yet");

        bob.add(alice, "");
        Fixture.eventually(
                () -> visibility(alice, bob) == Visibility.BOTH && visibility(bob, alice) == Visibility.BOTH);
        Fixture.eventually(() -> !bob.facts.of(alice.address).isEmpty());
        assertTrue(alice.facts.requests.isEmpty(), "Alice had asked first: Bob need not wait for her");
    }

    @Test
    void someoneWhoIsRefusedSeesNothing() {
        alice.add(bob, "");
        Fixture.eventually(() -> !bob.facts.requests.isEmpty());
        fixture.runtime.onLoop(() -> bob.link.answerRequest(alice.address, false));
        Fixture.eventually(() -> visibility(alice, bob) == Visibility.NONE
                && !alice.facts.roster.get(bob.address).pending());
        assertTrue(alice.facts.of(bob.address).isEmpty());
    }

    @Test
    void aContactIsRenamedMovedAndRemoved() {
        fixture.befriend(alice, bob);
        long changed = alice.command((link, operation) ->
                link.putContact(operation, new RosterEntry(bob.address, "B.", Set.of("New"), Visibility.NONE, false)));
        Fixture.eventually(() -> alice.facts.completed.contains(changed));
        Fixture.eventually(() -> alice.facts.roster.get(bob.address).name().equals("B."));
        assertEquals(Set.of("New"), alice.facts.roster.get(bob.address).groups());
        assertEquals(Visibility.BOTH, visibility(alice, bob));

        long removed = alice.command((link, operation) -> link.removeContact(operation, bob.address));
        Fixture.eventually(() -> alice.facts.completed.contains(removed));
        Fixture.eventually(() -> visibility(alice, bob) == null && visibility(bob, alice) == Visibility.NONE);
        Fixture.eventually(() -> bob.facts.of(alice.address).isEmpty());
    }

    @Test
    void aContactThatIsNotThereCannotBeRemoved() {
        long operation = alice.command((link, number) -> link.removeContact(number, bob.address));
        Fixture.eventually(() -> alice.facts.failed.containsKey(operation));
        assertEquals(Kind.NOT_FOUND, alice.facts.failed.get(operation).kind());
        assertEquals("item-not-found", alice.facts.failed.get(operation).wire().condition());
    }

    @Test
    void aServerThatRefusesTheRosterIsToldOf() {
        fixture.server.refuseIq("jabber:iq:roster", "internal-server-error");
        long operation = alice.command((link, number) -> link.removeContact(number, bob.address));
        Fixture.eventually(() -> alice.facts.failed.containsKey(operation));
        assertEquals(Kind.REFUSED, alice.facts.failed.get(operation).kind());
        Client carol = fixture.client("carol").online();
        fixture.server.awaitOnline("carol", Fixture.PATIENCE);
        assertTrue(carol.facts.roster.isEmpty());
    }

    @Test
    void contactsSeeAvailabilityNotePriorityAndThePhone() {
        fixture.befriend(alice, bob);
        bob.command((link, operation) -> link.publish(
                operation, new OwnPresence(Availability.DO_NOT_DISTURB, "", Set.of(Activity.ON_THE_PHONE))));
        Fixture.eventually(() -> alice.facts.of(bob.address).stream()
                .anyMatch(fragment -> fragment.activities().equals(Set.of(Activity.ON_THE_PHONE))));
        PresenceFragment busy = alice.facts.of(bob.address).get(0);
        assertEquals(Availability.DO_NOT_DISTURB, busy.availability());
        assertEquals("On the phone", busy.note());
        assertEquals(PresenceFragment.Kind.XMPP_RESOURCE, busy.source().kind());
        assertEquals(bob.facts.self().jid(), busy.source().id());

        bob.command((link, operation) ->
                link.publish(operation, new OwnPresence(Availability.CHATTY, "Hello & <welcome>", Set.of())));
        Fixture.eventually(() -> alice.facts.of(bob.address).get(0).availability() == Availability.CHATTY);
        PresenceFragment free = alice.facts.of(bob.address).get(0);
        assertEquals(Set.of(), free.activities());
        assertEquals("Hello & <welcome>", free.note());
    }

    @Test
    void whoHidesIsNotSeenAndSeesNobodyUntilItShowsItselfAgain() {
        fixture.befriend(alice, bob);
        bob.command((link, operation) -> link.publish(operation, OwnPresence.of(Availability.OFFLINE)));
        Fixture.eventually(() -> alice.facts.of(bob.address).isEmpty());
        assertTrue(bob.facts.of(alice.address).isEmpty());

        bob.command((link, operation) -> link.publish(operation, OwnPresence.AVAILABLE));
        Fixture.eventually(() -> !alice.facts.of(bob.address).isEmpty()
                && !bob.facts.of(alice.address).isEmpty());
    }

    @Test
    void publishedPresenceComesBackAfterTheNextSignIn() {
        fixture.befriend(alice, bob);
        bob.command((link, operation) -> link.publish(operation, OwnPresence.AVAILABLE.withNote("Still here")));
        Fixture.eventually(() -> alice.facts.of(bob.address).get(0).note().equals("Still here"));
        fixture.runtime.onLoop(bob.link::disconnect);
        Fixture.eventually(() -> alice.facts.of(bob.address).isEmpty());
        bob.online();
        Fixture.eventually(() -> alice.facts.of(bob.address).stream()
                .anyMatch(fragment -> fragment.note().equals("Still here")));
    }

    @Test
    void learnsWhatTheDevicesOfOthersCanDo() {
        fixture.befriend(alice, bob);
        Fixture.eventually(() -> alice.facts.capabilities.containsKey(bob.facts.self()));
        assertEquals(
                Set.of(
                        Capability.MESSAGE,
                        Capability.PRESENCE,
                        Capability.RECEIPTS,
                        Capability.CHAT_STATES,
                        Capability.CORRECTIONS,
                        Capability.RETRACTIONS,
                        Capability.REACTIONS,
                        Capability.REPLIES,
                        Capability.ATTENTION,
                        Capability.AUDIO_CALL),
                alice.facts.capabilities.get(bob.facts.self()));
    }

    @Test
    void twoDevicesOfAContactAreTwoSources() {
        fixture.befriend(alice, bob);
        Client laptop = fixture.client(fixture.config("bob").resource("laptop").priority(5))
                .online();
        Fixture.eventually(() -> alice.facts.of(bob.address).size() == 2);
        assertTrue(alice.facts.of(bob.address).stream().anyMatch(fragment -> fragment.priority() == 5));
        fixture.runtime.onLoop(laptop.link::close);
        Fixture.eventually(() -> alice.facts.of(bob.address).size() == 1);
    }

    @Test
    void aListThatDidNotChangeIsNotSentAgain() {
        fixture.befriend(alice, bob);
        fixture.runtime.onLoop(alice.link::disconnect);
        alice.reaches(LinkPhase.OFFLINE);
        alice.facts.roster.clear();
        alice.online();
        Fixture.eventually(() -> visibility(alice, bob) == Visibility.BOTH);
        XmppServer.Exchange asked = fixture.server.exchange().stream()
                .filter(e -> e.text().contains("<query xmlns='jabber:iq:roster' ver='v"))
                .reduce((first, second) -> second)
                .orElseThrow();
        String id = asked.text().replaceAll(".* id='([^']*)'.*", "$1");
        fixture.server.awaitExchange(
                e -> e.text().contains("'" + id + "'")
                        && e.text().contains("result")
                        && !e.text().contains("<item"),
                Fixture.PATIENCE);

        fixture.runtime.onLoop(alice.link::disconnect);
        alice.reaches(LinkPhase.OFFLINE);
        fixture.server.befriend("alice", "carol");
        alice.online();
        Fixture.eventually(() -> alice.facts.roster.size() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XEP-0237", "RFC 6121 3.4"})
    void whoWasAllowedBeforeTheyAskedNeedNotWait(String without) {
        try (Fixture other = new Fixture(config -> config.without(without))) {
            Client one = other.client("alice").online();
            Client two = other.client("bob").online();
            other.runtime.onLoop(() -> one.link.answerRequest(two.address, true));
            two.add(one, "");
            Fixture.eventually(() -> visibility(two, one) == Visibility.TO);
            assertTrue(one.facts.requests.isEmpty(), one.facts.requests::toString);
            assertEquals(List.of(), other.server.violations());
        }
    }

    @Test
    void somebodyInParticularIsToldAPresence() {
        Client carol = fixture.client("carol").online();
        long told = alice.command((link, operation) -> link.people()
                .orElseThrow()
                .publishTo(
                        operation,
                        carol.address,
                        OwnPresence.of(Availability.AWAY).withNote("For you alone")));
        Fixture.eventually(() -> alice.facts.completed.contains(told));
        fixture.server.awaitExchange(
                e -> e.text().contains("to='carol@example.org'") && e.text().contains("For you alone"),
                Fixture.PATIENCE);
        carol.send("m1", alice, "Are you here?");
        Fixture.eventually(
                () -> carol.facts.deliveries.getOrDefault("m1", List.of()).contains(Delivery.Stage.DELIVERED));
    }

    @Test
    void whenSomebodyWasLastThereIsToldToThoseWhoSeeThem() {
        fixture.befriend(alice, bob);
        Instant before = Instant.now();
        fixture.runtime.onLoop(bob.link::disconnect);
        Fixture.eventually(() -> alice.facts.of(bob.address).isEmpty());
        long asked = alice.command(
                (link, operation) -> link.people().orElseThrow().fetchLastActivity(operation, bob.address));
        Fixture.eventually(() -> alice.facts.completed.contains(asked));
        Instant left = alice.facts.lastActivities.get(bob.address);
        assertTrue(!left.isBefore(before.minusSeconds(1)) && !left.isAfter(Instant.now()), left::toString);

        Client carol = fixture.client("carol").online();
        long refused = carol.command(
                (link, operation) -> link.people().orElseThrow().fetchLastActivity(operation, bob.address));
        Fixture.eventually(() -> carol.facts.completed.contains(refused));
        assertTrue(carol.facts.lastActivities.isEmpty());
    }

    @Test
    void theServerLearnsWhetherTheUserLooks() {
        fixture.runtime.onLoop(() -> alice.link.active(false));
        fixture.server.awaitExchange(e -> e.text().equals("<inactive xmlns='urn:xmpp:csi:0'/>"), Fixture.PATIENCE);
        fixture.runtime.onLoop(alice.link::disconnect);
        alice.reaches(LinkPhase.OFFLINE);
        alice.online();
        Fixture.eventually(() -> fixture.server.exchange().stream()
                        .filter(e -> e.text().equals("<inactive xmlns='urn:xmpp:csi:0'/>"))
                        .count()
                == 2);
        fixture.runtime.onLoop(() -> alice.link.active(true));
        fixture.server.awaitExchange(e -> e.text().equals("<active xmlns='urn:xmpp:csi:0'/>"), Fixture.PATIENCE);
    }
}
