package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.model.Availability;
import dev.duet.model.Capability;
import dev.duet.model.Failure.Kind;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.model.RosterEntry.Visibility;
import dev.duet.xmpp.internal.Fixture.Client;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
