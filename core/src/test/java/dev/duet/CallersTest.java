package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.Contacts.Match;
import dev.duet.api.event.CallerIdentified;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.Failure;
import dev.duet.model.MediaDirection;
import dev.duet.model.PersonClaim;
import dev.duet.model.RosterEntry;
import dev.duet.model.VCard;
import dev.duet.spi.CallLeg;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeLink;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who calls: for sure, or maybe (RFC 7081 3.2). */
class CallersTest {

    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address CAROL = Address.xmpp("carol@example.com");
    private static final Address MOBILE = Address.sip("+493023125001@trunk.example.net");
    private static final Address NUMBER = Address.tel("+493023125001");

    private final World world = World.both().online();

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private Contact onRoster(Address address, String name) {
        xmpp().listener.rosterEntry(new RosterEntry(address, name, Set.of(), RosterEntry.Visibility.BOTH, false));
        world.run();
        return world.account.contacts().find(address).orElseThrow();
    }

    private Call calls(Address from) {
        FakeLink sip = world.sip.link();
        CallLeg.Listener facts = sip.listener.incoming(new FakeLeg(from, mock(CallLeg.Listener.class)), from, "");
        facts.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        return world.last(IncomingCall.class).call();
    }

    private static VCard card(Address... addresses) {
        return VCard.EMPTY.withAddresses(Set.of(addresses));
    }

    @Test
    void aCueIsConfirmedByTheVCardOfWhomItNames() {
        Contact bob = onRoster(BOB, "Bob");
        Address desk = Address.sip("4711@pbx.example.net");
        xmpp().silent = true;
        world.sip.link().listener.claims(desk, PersonClaim.Kind.CALL_INFO, Set.of(BOB));
        Call call = calls(desk);
        assertEquals(
                new Match(bob, false, "is named by the caller"), call.identity().orElseThrow());
        assertTrue(call.contact().isEmpty(), "anybody can say that");
        assertEquals("4711@pbx.example.net", call.remoteName());
        assertTrue(xmpp().did.contains("fetchVCard " + BOB), "Bob's vCard is asked");
        xmpp().listener.vCard(BOB, card(desk));
        world.run();
        CallerIdentified identified = world.last(CallerIdentified.class);
        assertEquals(call, identified.call());
        assertTrue(identified.match().orElseThrow().certain());
        assertEquals(bob, call.contact().orElseThrow());
        assertEquals("Bob", call.remoteName());
        assertTrue(bob.mergedBecause().contains("and the second confirms it"), bob.mergedBecause());
    }

    @Test
    void aLieIsNotConfirmed() {
        onRoster(BOB, "Bob");
        Address mallory = Address.sip("mallory@elsewhere.example");
        xmpp().vCard = card(NUMBER);
        world.sip.link().listener.claims(mallory, PersonClaim.Kind.CALL_INFO, Set.of(BOB));
        Call call = calls(mallory);
        assertFalse(call.identity().orElseThrow().certain());
        assertTrue(call.contact().isEmpty());
    }

    @Test
    void theVCardsOfContactsAreReadInTheBackgroundAndTellWhoMayCall() {
        Contact bob = onRoster(BOB, "Bob");
        xmpp().vCard = card(NUMBER);
        assertFalse(xmpp().did.contains("fetchVCard " + BOB), "not while signing in");
        Call call = calls(MOBILE);
        assertTrue(call.identity().isEmpty());
        world.pass(Duration.ofSeconds(3));
        assertTrue(xmpp().did.contains("fetchVCard " + BOB));
        Match match = call.identity().orElseThrow();
        assertEquals(bob, match.contact());
        assertFalse(match.certain());
        assertEquals("has this address in the vCard", match.because());
        assertEquals(match, world.last(CallerIdentified.class).match().orElseThrow());
    }

    @Test
    void eachVCardIsReadOnceAndThoseWhoMayCallFirst() {
        xmpp().listener
                .roster(IntStream.range(0, 5)
                        .mapToObj(i -> new RosterEntry(
                                Address.xmpp("u" + i + "@example.com"),
                                "",
                                Set.of(),
                                RosterEntry.Visibility.BOTH,
                                false))
                        .toList());
        world.run();
        world.sip.link().listener.claims(MOBILE, PersonClaim.Kind.CALL_INFO, Set.of(Address.xmpp("u3@example.com")));
        calls(MOBILE);
        assertEquals(List.of("fetchVCard xmpp:u3@example.com"), fetched());
        world.pass(Duration.ofMinutes(1));
        assertEquals(5, fetched().size());
        assertEquals(5, Set.copyOf(fetched()).size());
        xmpp().disconnect();
        world.run();
        xmpp().connect();
        world.pass(Duration.ofMinutes(1));
        assertEquals(5, fetched().size());
    }

    @Test
    void aLostConnectionInterruptsTheReading() {
        onRoster(BOB, "Bob");
        xmpp().refuses = Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, "gone");
        world.pass(Duration.ofMinutes(1));
        assertEquals(1, fetched().size(), "and does not try in vain");
        xmpp().refuses = null;
        xmpp().disconnect();
        world.run();
        xmpp().connect();
        world.pass(Duration.ofMinutes(1));
        assertEquals(2, fetched().size());
    }

    @Test
    void aLongListIsNotReadWhole() {
        xmpp().listener
                .roster(IntStream.range(0, 1_200)
                        .mapToObj(i -> new RosterEntry(
                                Address.xmpp("u" + i + "@example.com"),
                                "",
                                Set.of(),
                                RosterEntry.Visibility.BOTH,
                                false))
                        .toList());
        world.pass(Duration.ofMinutes(5));
        assertEquals(1_000, fetched().size());
    }

    @Test
    void nobodyIsReadWhereTheApplicationDoesNotWantIt() {
        World here = new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .xmpp("alice@example.com", "secret")
                        .readVCards(false)
                        .build())
                .online();
        here.xmpp
                .link()
                .listener
                .rosterEntry(new RosterEntry(BOB, "Bob", Set.of(), RosterEntry.Visibility.BOTH, false));
        here.pass(Duration.ofMinutes(1));
        assertEquals(
                List.of(),
                here.xmpp.link().did.stream()
                        .filter(did -> did.startsWith("fetch"))
                        .toList());
        here.close();
    }

    private List<String> fetched() {
        return xmpp().did.stream().filter(did -> did.startsWith("fetchVCard")).toList();
    }

    @Test
    void onlyTheLastCallersCuesAreRemembered() {
        Contact bob = onRoster(BOB, "Bob");
        for (int i = 0; i < 300; i++) {
            world.sip
                    .link()
                    .listener
                    .claims(Address.sip("c" + i + "@elsewhere.example"), PersonClaim.Kind.CALL_INFO, Set.of(BOB));
        }
        world.run();
        assertEquals(256, bob.hints().size());
        assertTrue(world.account
                .contacts()
                .identify(Address.sip("c0@elsewhere.example"))
                .isEmpty());
        assertTrue(world.account
                .contacts()
                .identify(Address.sip("c299@elsewhere.example"))
                .isPresent());
    }

    @Test
    void whoIsInATrustedDirectoryIsCertain() {
        onRoster(CAROL, "Carol");
        world.account
                .contacts()
                .directory(
                        "Company", true, List.of(DirectoryEntry.of("Carol", CAROL, Address.sip("1001@example.com"))));
        world.run();
        Call call = calls(Address.sip("1001@example.com"));
        assertEquals("has sip:1001@example.com", call.identity().orElseThrow().because());
        assertEquals("Carol", call.remoteName());
        assertEquals(List.of(), world.events(CallerIdentified.class), "nothing changed");
    }
}
