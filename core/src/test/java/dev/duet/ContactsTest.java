package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Contact;
import dev.duet.api.Contacts.Match;
import dev.duet.api.Conversation;
import dev.duet.api.event.ContactAdded;
import dev.duet.api.event.ContactChanged;
import dev.duet.api.event.ContactRemoved;
import dev.duet.api.event.PresenceChanged;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.Message;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.spi.ContactStore;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.testing.FakeLink;
import dev.duet.testing.TestNumbers;
import dev.duet.testing.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One list of people from several sources: merged, explained, split, found and kept. */
class ContactsTest {

    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Address DESK = Address.sip("4711@pbx.example.net");
    private static final Address NUMBER = Address.tel("+49301234567");

    private final World world = World.both().online();

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private FakeLink sip() {
        return world.sip.link();
    }

    private Contact bob() {
        xmpp().listener.rosterEntry(new RosterEntry(BOB, "Bob", Set.of(), RosterEntry.Visibility.BOTH, false));
        world.run();
        return find(BOB);
    }

    private Contact find(Address address) {
        return world.account.contacts().find(address).orElseThrow();
    }

    private <T> T done(CompletableFuture<T> future) {
        world.run();
        assertTrue(future.isDone());
        return future.join();
    }

    @Test
    void aDirectoryOfTheApplicationIsOnTheListAndItsEntriesAreOnePersonWithTheRoster() {
        Contact bob = bob();
        world.events.clear();
        done(world.account
                .contacts()
                .directory("Company", true, List.of(DirectoryEntry.of("Robert", BOB, DESK, NUMBER))));
        assertSame(bob, find(DESK));
        assertEquals("Bob", bob.name(), "what the user calls them goes first");
        assertEquals(Set.of(BOB, BOB_SIP, DESK, NUMBER), bob.addresses());
        assertTrue(bob.mergedBecause().contains("one entry of Company"), bob.mergedBecause());
        assertTrue(bob.mergedBecause().contains("one realm"), bob.mergedBecause());
        assertEquals(
                List.of(PersonClaim.Kind.DIRECTORY, PersonClaim.Kind.DIRECTORY, PersonClaim.Kind.REALM),
                bob.mergedBy().stream().map(PersonClaim::kind).toList());
        assertEquals(List.of(), world.events(ContactAdded.class));
        assertEquals(bob, world.last(ContactChanged.class).contact());
    }

    @Test
    void anUntrustedDirectoryOnlyHints() {
        Contact bob = bob();
        done(world.account.contacts().directory("Web", false, List.of(DirectoryEntry.of("Bob?", BOB, DESK))));
        assertNotEquals(bob, find(DESK));
        assertEquals(Set.of(BOB, BOB_SIP), bob.addresses());
        assertEquals(
                List.of(PersonClaim.Kind.LISTING),
                bob.hints().stream().map(PersonClaim::kind).toList());
    }

    @Test
    void whoIsTakenOutOfADirectoryIsOffTheListAgain() {
        done(world.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Desk", DESK, NUMBER))));
        Contact desk = find(DESK);
        CompletableFuture<Void> removed = world.account.contacts().remove(desk);
        world.run();
        assertEquals(Failure.Kind.UNSUPPORTED, failure(removed).kind());
        done(world.account.contacts().directory("Company", true, List.of()));
        assertEquals(List.of(), world.account.contacts().all());
        assertEquals(desk, world.last(ContactRemoved.class).contact());
        assertEquals(Set.of(DESK), desk.addresses(), "nobody says any more that the number is theirs");
    }

    private static Failure failure(CompletableFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            return ((DuetException) e.getCause()).failure();
        }
        throw new AssertionError("It did not fail");
    }

    @Test
    void whomTheUserLinksIsOneWithAllThatIsKnownOfBoth() {
        Contact bob = bob();
        done(world.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of("Phones")));
        Contact desk = find(DESK);
        sip().listener.presence(busy(DESK));
        world.run();
        Contact one = done(world.account.contacts().link(bob, DESK));
        assertSame(bob, one);
        assertSame(bob, find(DESK));
        assertEquals(Availability.DO_NOT_DISTURB, bob.presence().availability());
        assertEquals(Set.of("Phones"), bob.groups());
        assertEquals(desk, world.last(ContactRemoved.class).contact());
        assertEquals("Bob", desk.name(), "an old handle tells of the person that it became");
        assertEquals(1, world.account.contacts().all().size());
        assertTrue(bob.mergedBecause().contains("you said"), bob.mergedBecause());
    }

    @Test
    void whomTheUserSplitsIsTwoAgainAndEachHasItsOwn() {
        Contact bob = bob();
        done(world.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of()));
        done(world.account.contacts().link(bob, DESK));
        sip().listener.presence(busy(DESK));
        world.run();
        Contact desk = done(world.account.contacts().split(bob, DESK));
        assertNotEquals(bob, desk);
        assertEquals("Desk", desk.name());
        assertEquals(Availability.DO_NOT_DISTURB, desk.presence().availability());
        assertEquals(Availability.OFFLINE, bob.presence().availability());
        assertEquals(2, world.account.contacts().all().size());
        Contact again = done(world.account.contacts().link(desk, BOB));
        assertEquals(Set.of(BOB, BOB_SIP, DESK), again.addresses());
    }

    @Test
    void silenceMeansSomethingWhileSomebodyWouldTell() {
        Contact bob = bob();
        assertEquals(Availability.OFFLINE, bob.presence().availability());
        Contact desk = done(world.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of()));
        assertEquals(Availability.UNKNOWN, desk.presence().availability(), "its server has told nothing yet");
        xmpp().lose();
        world.run();
        assertEquals(Availability.UNKNOWN, bob.presence().availability());
        PresenceChanged told = world.last(PresenceChanged.class);
        assertEquals(bob, told.contact());
        assertEquals(Availability.OFFLINE, told.before().availability());
        xmpp().goOnline();
        world.run();
        assertEquals(Availability.OFFLINE, bob.presence().availability());
        assertEquals(Availability.UNKNOWN, desk.presence().availability());
    }

    @Test
    void evenTheRealmYieldsToTheUser() {
        Contact bob = bob();
        done(world.account.contacts().split(bob, BOB_SIP));
        assertEquals(Set.of(BOB), find(BOB).addresses());
        assertFalse(world.account.contacts().find(BOB_SIP).isPresent(), "on no list");
        CompletableFuture<Contact> nobody = world.account.contacts().split(bob, DESK);
        world.run();
        assertEquals(Failure.Kind.NOT_FOUND, failure(nobody).kind());
    }

    @Test
    void theConversationsOfOnePersonAreOne() {
        Contact bob = bob();
        done(world.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of()));
        Conversation withBob = world.account.conversation(bob);
        Conversation withDesk = world.account.conversation(find(DESK));
        xmpp().listener.message(text("1", BOB, "by XMPP"));
        world.run();
        sip().listener.message(text("2", DESK, "by SIP"));
        world.run();
        done(world.account.contacts().link(bob, DESK));
        List<String> bodies = withBob.history().stream().map(Message::body).toList();
        assertEquals(List.of("by XMPP", "by SIP"), bodies);
        assertEquals(withBob.history(), withDesk.history());
        assertEquals(2, withBob.unread());
        withDesk.markRead();
        world.run();
        assertEquals(0, withBob.unread());
        withDesk.send("I am here");
        world.run();
        assertEquals(3, withBob.history().size());
        assertSame(withBob, world.account.conversation(find(DESK)));
    }

    @Test
    void aCallerIsIdentifiedByNumberForSureAndByACueAsACue() {
        bob();
        done(world.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Bob", BOB, NUMBER))));
        Match sure = world.account
                .contacts()
                .identify(Address.sip("sip:+49301234567@example.com;user=phone"))
                .orElseThrow();
        assertEquals(find(BOB), sure.contact());
        assertTrue(sure.certain());
        Match elsewhere = world.account
                .contacts()
                .identify(Address.sip("sip:+49301234567@trunk.example.org;user=phone"))
                .orElseThrow();
        assertEquals(find(BOB), elsewhere.contact());
        assertFalse(elsewhere.certain(), "any domain could say that");
        assertEquals(
                "has the number +49301234567, and trunk.example.org says that this is the caller's",
                elsewhere.because());
        Address stranger = Address.sip("mallory@elsewhere.example");
        assertTrue(world.account.contacts().identify(stranger).isEmpty());
        done(world.account.contacts().directory("Web", false, List.of(DirectoryEntry.of("", BOB, stranger))));
        done(world.account.contacts().directory("Web", false, List.of(DirectoryEntry.of("", NUMBER, stranger))));
        assertFalse(find(BOB).addresses().contains(stranger));
    }

    @Test
    void whatOneSideClaimsIsACueUntilTheOtherSaysTheSame() {
        Contact bob = bob();
        sip().listener.claims(DESK, PersonClaim.Kind.CALL_INFO, Set.of(BOB));
        world.run();
        Match cue = world.account.contacts().identify(DESK).orElseThrow();
        assertEquals(bob, cue.contact());
        assertFalse(cue.certain());
        assertEquals("is named by the caller", cue.because());
        assertEquals(Set.of(BOB, BOB_SIP), bob.addresses());
        xmpp().listener.claims(BOB, PersonClaim.Kind.VCARD, Set.of(DESK, NUMBER));
        world.run();
        assertEquals(Set.of(BOB, BOB_SIP, DESK), bob.addresses());
        assertTrue(world.account.contacts().identify(DESK).orElseThrow().certain());
        assertEquals(1, bob.hints().size(), "the number says nothing");
        xmpp().listener.claims(BOB, PersonClaim.Kind.VCARD, Set.of());
        world.run();
        assertEquals(Set.of(BOB, BOB_SIP), bob.addresses());
    }

    @Test
    void whileSomebodyTypesThoseAreFoundWhoseNameBeginsSoFirst() {
        done(world.account
                .contacts()
                .directory(
                        "Company",
                        true,
                        List.of(
                                DirectoryEntry.of("Anna Bobel", Address.sip("anna@pbx.example.net")),
                                DirectoryEntry.of("Bobby", Address.sip("bobby@pbx.example.net")),
                                DirectoryEntry.of("Carl", Address.sip("carl@pbx.example.net")))));
        bob();
        assertEquals(
                List.of("Bob", "Bobby", "Anna Bobel"),
                world.account.contacts().search("bob", 10).stream()
                        .map(Contact::name)
                        .toList());
        assertEquals(1, world.account.contacts().search("b", 1).size());
        assertEquals(List.of(), world.account.contacts().search(" ", 10));
    }

    @Test
    void oneNumberIsOnePersonHoweverItIsWritten() {
        World here = inGermany();
        here.account
                .contacts()
                .directory("Company", true, List.of(DirectoryEntry.of("Bob", BOB, Address.tel("030 1234567"))));
        here.account
                .contacts()
                .directory("Mobile", true, List.of(DirectoryEntry.of("Bobby", DESK, Address.tel("0049301234567"))));
        here.run();
        Contact bob = here.account.contacts().find("(030) 123-4567").orElseThrow();
        assertEquals(List.of(bob), here.account.contacts().all());
        assertEquals(Set.of(BOB, BOB_SIP, DESK, NUMBER), bob.addresses());
        assertEquals(
                bob, here.account.contacts().find(Address.tel("0301234567")).orElseThrow());
        assertEquals(List.of(bob), here.account.contacts().search("030 12", 5));
        assertEquals(List.of(bob), here.account.contacts().search("0049 30 123", 5));
        CompletableFuture<Contact> split = here.account.contacts().split(bob, Address.tel("0301234567"));
        here.run();
        assertEquals(Set.of(NUMBER), split.join().addresses());
        CompletableFuture<Contact> again = here.account.contacts().link(bob, Address.tel("030 1234567"));
        here.run();
        assertTrue(again.join().addresses().containsAll(Set.of(BOB, NUMBER)));
        here.close();
    }

    @Test
    void aNumberInTheOwnDomainIsThatNumber() {
        World here = inGermany();
        here.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Carol", NUMBER)));
        here.run();
        Address caller = Address.sip("0301234567@example.com");
        Match match = here.account.contacts().identify(caller).orElseThrow();
        assertTrue(match.certain());
        here.sip.link().listener.message(text("1", caller, "by SIP"));
        here.run();
        Contact carol = here.account.contacts().find(caller).orElseThrow();
        assertEquals(match.contact(), carol);
        assertTrue(carol.mergedBecause().contains("the same number in example.com"), carol.mergedBecause());
        assertEquals(1, here.account.conversation(carol).unread());
        CompletableFuture<Contact> other = here.account.contacts().split(carol, caller);
        here.run();
        assertNotEquals(carol, other.join(), "even that yields to the user");
        here.close();
    }

    @Test
    void anExtensionIsAnAddressOfTheOwnDomain() {
        World here = inGermany();
        here.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Dora", Address.tel("47-11"))));
        here.run();
        Contact dora = here.account.contacts().find("4711").orElseThrow();
        assertEquals(Set.of(Address.sip("4711@example.com"), Address.xmpp("4711@example.com")), dora.addresses());
        here.account.call("47 11");
        here.account.call("030 1234567");
        here.run();
        assertEquals(
                List.of("dial sip:4711@example.com as Alice", "dial tel:+49301234567 as Alice"),
                here.sip.link().did.stream()
                        .filter(did -> did.startsWith("dial"))
                        .toList());
        assertThrows(IllegalArgumentException.class, () -> here.account.call("nobody"));
        here.close();
    }

    @Test
    void whatIsBlockedAsANumberIsBlockedHoweverItComes() {
        World here = inGermany();
        here.account.blockList().block(List.of(Address.tel("030 1234567")), null);
        here.run();
        assertEquals(Set.of(NUMBER), here.account.blockList().addresses());
        assertTrue(here.account.blockList().blocks(Address.sip("0301234567@example.com")));
        assertTrue(here.account.blockList().blocks(Address.sip("+49301234567@elsewhere.example")));
        assertTrue(here.account.blockList().blocks(Address.tel("0049301234567")));
        assertFalse(here.account.blockList().blocks(Address.sip("0301234567@elsewhere.example")));
        here.account.blockList().unblock(List.of(Address.tel("0301234567")));
        here.run();
        assertEquals(Set.of(), here.account.blockList().addresses());
        here.close();
    }

    @Test
    void aRegionThatNobodyKnowsIsMisuse() {
        AccountConfig config = AccountConfig.builder("Alice")
                .sip("alice@example.com", "secret")
                .region("FR")
                .build();
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> new World(config, null, builder -> builder.numberPlan(new TestNumbers())))
                .getMessage();
        assertTrue(message.contains("duet-numbers"), message);
    }

    private static World inGermany() {
        return new World(
                        AccountConfig.builder("Alice")
                                .sip("alice@example.com", "secret")
                                .xmpp("alice@example.com", "secret")
                                .region("DE")
                                .build(),
                        null,
                        builder -> builder.numberPlan(new TestNumbers()))
                .online();
    }

    @Test
    void decisionsSurviveARestart() {
        List<PersonDecision> kept = new CopyOnWriteArrayList<>();
        World before = new World(config(), account -> store(kept)).online();
        before.account.contacts().link(somebody(before), NUMBER);
        before.run();
        before.close();
        assertEquals(List.of(new PersonDecision(DESK, NUMBER, true)), kept);
        World after = new World(config(), account -> store(kept)).online();
        Contact again = somebody(after);
        Awaitility.await().until(() -> {
            after.run();
            return again.addresses().contains(NUMBER);
        });
        after.close();
    }

    @Test
    void whatIsDecidedWhileTheStoreIsSlowIsKeptBesideWhatWasThere() {
        PersonDecision before = new PersonDecision(Address.sip("carol@pbx.example.net"), NUMBER, false);
        List<PersonDecision> kept = new CopyOnWriteArrayList<>(List.of(before));
        ContactStore quick = store(kept);
        CountDownLatch read = new CountDownLatch(1);
        ContactStore slow = new ContactStore() {
            @Override
            public List<PersonDecision> load() throws IOException {
                try {
                    read.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return quick.load();
            }

            @Override
            public void save(List<PersonDecision> decisions) throws IOException {
                quick.save(decisions);
            }
        };
        World here = new World(config(), account -> slow).online();
        here.account.contacts().link(somebody(here), NUMBER);
        here.run();
        read.countDown();
        Awaitility.await().until(() -> {
            here.run();
            return kept.size() == 2;
        });
        here.close();
        assertEquals(Set.of(before, new PersonDecision(DESK, NUMBER, true)), Set.copyOf(kept));
    }

    @Test
    void aStoreThatCannotBeReadIsNotOverwritten() {
        List<PersonDecision> kept = new CopyOnWriteArrayList<>();
        ContactStore broken = new ContactStore() {
            @Override
            public List<PersonDecision> load() throws IOException {
                throw new IOException("no disk");
            }

            @Override
            public void save(List<PersonDecision> decisions) {
                kept.addAll(decisions);
            }
        };
        World here = new World(config(), account -> broken).online();
        Contact somebody = somebody(here);
        here.account.contacts().link(somebody, NUMBER);
        here.run();
        here.close();
        assertEquals(List.of(), kept);
        assertEquals(Set.of(DESK, NUMBER), somebody.addresses());
    }

    private static ContactStore store(List<PersonDecision> kept) {
        return new ContactStore() {
            @Override
            public synchronized List<PersonDecision> load() {
                return List.copyOf(kept);
            }

            @Override
            public synchronized void save(List<PersonDecision> decisions) throws IOException {
                kept.clear();
                kept.addAll(decisions);
            }
        };
    }

    private static AccountConfig config() {
        return AccountConfig.builder("Alice").sip("alice@example.com", "secret").build();
    }

    private static Contact somebody(World where) {
        CompletableFuture<Contact> added = where.account.contacts().add("sip:4711@pbx.example.net");
        where.run();
        return added.join();
    }

    private static PresenceFragment busy(Address who) {
        return new PresenceFragment(
                new PresenceFragment.Source(PresenceFragment.Kind.PIDF_TUPLE, "t1"),
                who,
                Availability.DO_NOT_DISTURB,
                Set.of(),
                "",
                0,
                null);
    }

    private IncomingMessage text(String id, Address from, String body) {
        world.pass(Duration.ofSeconds(1));
        return new IncomingMessage(id, from, Address.xmpp("alice@example.com"), body, null, false);
    }
}
