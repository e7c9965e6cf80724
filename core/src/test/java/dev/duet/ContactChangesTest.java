package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Contact;
import dev.duet.api.Contacts.DirectoryEditor;
import dev.duet.api.event.ContactChanged;
import dev.duet.api.event.ContactRemoved;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.RosterEntry;
import dev.duet.spi.ContactStore;
import dev.duet.testing.Database;
import dev.duet.testing.FakeLink;
import dev.duet.testing.TestNumbers;
import dev.duet.testing.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Changes of the contact list go back to where they belong, and what has no other place is kept. */
class ContactChangesTest {

    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address DESK = Address.sip("4711@pbx.example.net");
    private static final Address NUMBER = Address.tel("+49301234567");

    private final World world = World.both().online();

    private FakeLink xmpp() {
        return world.xmpp.link();
    }

    private Contact find(Address address) {
        return world.account.contacts().find(address).orElseThrow();
    }

    private <T> T done(CompletableFuture<T> future) {
        world.run();
        assertTrue(future.isDone());
        return future.join();
    }

    private Failure failure(CompletableFuture<?> future) {
        world.run();
        try {
            future.join();
        } catch (CompletionException e) {
            return ((DuetException) e.getCause()).failure();
        }
        throw new AssertionError("It did not fail");
    }

    private Contact onRoster() {
        xmpp().listener.rosterEntry(new RosterEntry(BOB, "Bob", Set.of(), RosterEntry.Visibility.BOTH, false));
        world.run();
        return find(BOB);
    }

    @Test
    void aNewNameGoesToTheServerAndToTheOwnListOfOnePerson() {
        Contact bob = onRoster();
        done(world.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of()));
        done(world.account.contacts().link(bob, DESK));
        done(world.account.contacts().change(bob, "Robert", Set.of("Friends")));
        assertTrue(xmpp().did.contains("put xmpp:bob@example.com"), xmpp().did.toString());
        assertEquals("Robert", bob.name());
        assertEquals(Set.of("Friends"), bob.groups(), "and the group is taken off wherever it was");
        assertEquals(
                RosterEntry.Visibility.BOTH, bob.rosterEntry().orElseThrow().subscription());
        done(world.account.contacts().change(bob, "Robert", Set.of()));
        assertEquals(Set.of(), bob.groups());
        assertEquals(bob, world.last(ContactChanged.class).contact());
    }

    @Test
    void whatTheServerDoesNotTakeStaysAsItWas() {
        Contact bob = onRoster();
        xmpp().refuses = Failure.of(Failure.Kind.REFUSED, Failure.Origin.SERVER, Failure.Retry.NEVER, "No");
        assertEquals(
                Failure.Kind.REFUSED,
                failure(world.account.contacts().change(bob, "Robert", Set.of()))
                        .kind());
        assertEquals("Bob", bob.name());
        assertEquals(
                Failure.Kind.REFUSED,
                failure(world.account.contacts().remove(bob)).kind());
        assertTrue(world.account.contacts().find(BOB).isPresent());
    }

    @Test
    void whoIsOnSeveralListsIsTakenOffAll() {
        Contact bob = onRoster();
        done(world.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of()));
        done(world.account.contacts().link(bob, DESK));
        done(world.account.contacts().remove(bob));
        assertEquals(List.of(), world.account.contacts().all());
        assertTrue(world.sip.link().did.contains("unwatch " + DESK));
        assertTrue(xmpp().did.contains("remove " + BOB));
        assertEquals(bob, world.last(ContactRemoved.class).contact());
    }

    @Test
    void aDirectoryWithoutAnEditorIsTheApplicationsToChange() {
        done(world.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Desk", DESK))));
        Contact desk = find(DESK);
        Failure failure = failure(world.account.contacts().change(desk, "Front desk", Set.of()));
        assertEquals(Failure.Kind.UNSUPPORTED, failure.kind());
        assertEquals("Desk is in Company: change that there", failure.message());
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                failure(world.account.contacts().remove(desk)).kind());
    }

    @Test
    void aDirectoryWithAnEditorTakesTheChange() {
        List<DirectoryEntry> asked = new ArrayList<>();
        DirectoryEditor editor = (before, after) -> {
            asked.add(before);
            asked.add(after);
            return CompletableFuture.completedStage(null);
        };
        DirectoryEntry given = new DirectoryEntry("Desk", Set.of(DESK, NUMBER), Set.of());
        done(world.account.contacts().directory("Company", true, List.of(given), editor));
        Contact desk = find(DESK);
        done(world.account.contacts().change(desk, "Front desk", Set.of("Ground floor")));
        DirectoryEntry changed = new DirectoryEntry("Front desk", Set.of(DESK, NUMBER), Set.of("Ground floor"));
        assertEquals(List.of(given, changed), asked);
        assertEquals("Front desk", desk.name());
        assertEquals(Set.of("Ground floor"), desk.groups());
        assertEquals(Set.of(DESK, NUMBER), desk.addresses());
        asked.clear();
        done(world.account.contacts().remove(desk));
        assertEquals(changed, asked.get(0));
        assertEquals(null, asked.get(1));
        assertEquals(List.of(), world.account.contacts().all());
        assertEquals(desk, world.last(ContactRemoved.class).contact());
    }

    @Test
    void theEditorSeesItsEntryAsItGaveIt() {
        World here = new World(
                        AccountConfig.builder("Alice")
                                .sip("alice@example.com", "secret")
                                .region("DE")
                                .build(),
                        null,
                        builder -> builder.numberPlan(new TestNumbers()))
                .online();
        List<DirectoryEntry> asked = new ArrayList<>();
        DirectoryEntry given = DirectoryEntry.of("Bob", Address.tel("0301234567"));
        here.account.contacts().directory("Phone book", true, List.of(given), (before, after) -> {
            asked.add(before);
            return CompletableFuture.completedStage(null);
        });
        here.run();
        Contact bob = here.account.contacts().find(NUMBER).orElseThrow();
        here.account.contacts().change(bob, "Robert", Set.of());
        here.run();
        assertEquals(List.of(given), asked);
        assertEquals("Robert", bob.name());
        here.close();
    }

    @Test
    void whatAnEditorDoesNotTakeStaysAsItWas() {
        for (DirectoryEditor editor : List.<DirectoryEditor>of(
                (before, after) -> CompletableFuture.failedStage(new IOException("read only")),
                (before, after) -> failed("read only"),
                (before, after) -> {
                    throw new IllegalStateException("read only");
                })) {
            done(world.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Desk", DESK)), editor));
            Failure failure = failure(world.account.contacts().change(find(DESK), "Front desk", Set.of()));
            assertEquals(Failure.Kind.REFUSED, failure.kind());
            assertTrue(failure.message().contains("read only"), failure.message());
            assertEquals("Desk", find(DESK).name());
        }
    }

    private static CompletionStage<Void> failed(String why) {
        return CompletableFuture.runAsync(
                () -> {
                    throw new DuetException(
                            Failure.of(Failure.Kind.REFUSED, Failure.Origin.SERVER, Failure.Retry.NEVER, why));
                },
                Runnable::run);
    }

    @Test
    void whomTheAccountWatchesIsWatchedAfterARestart() {
        survives(ContactStoreKind.JDBC);
        survives(ContactStoreKind.MEMORY);
    }

    private enum ContactStoreKind {
        JDBC,
        MEMORY
    }

    private static void survives(ContactStoreKind kind) {
        ContactStore.Provider stores = kind == ContactStoreKind.JDBC
                ? JdbcStore.on(Database.inMemory()).contacts()
                : null;
        AccountConfig config = AccountConfig.builder("Alice")
                .sip("alice@example.com", "secret")
                .build();
        World before = new World(config, stores).online();
        before.done(before.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of("Phones")));
        before.done(before.account.contacts().add("sip:4712@pbx.example.net", "Door", Set.of()));
        before.done(before.account
                .contacts()
                .remove(before.account
                        .contacts()
                        .find("sip:4712@pbx.example.net")
                        .orElseThrow()));
        before.done(before.account
                .contacts()
                .change(before.account.contacts().find(DESK).orElseThrow(), "Front desk", Set.of("Phones")));
        before.close();
        World after = new World(config, stores).online();
        if (kind == ContactStoreKind.MEMORY) {
            after.run();
            assertEquals(List.of(), after.account.contacts().all());
        } else {
            after.until(
                    "the store is read", () -> !after.account.contacts().all().isEmpty());
            Contact desk = after.account.contacts().find(DESK).orElseThrow();
            assertEquals(List.of(desk), after.account.contacts().all());
            assertEquals("Front desk", desk.name());
            assertEquals(Set.of("Phones"), desk.groups());
            assertTrue(after.sip.link().did.contains("watch " + DESK));
            assertFalse(after.sip.link().did.contains("watch sip:4712@pbx.example.net"));
        }
        after.close();
    }

    @Test
    void aMergeAndItsUndoingSurviveARestartInADatabase() {
        ContactStore.Provider stores = JdbcStore.on(Database.inMemory()).contacts();
        AccountConfig config = world.config;
        World first = new World(config, stores).online();
        first.done(first.account.contacts().add("sip:4711@pbx.example.net", "Desk", Set.of()));
        Contact desk = first.account.contacts().find(DESK).orElseThrow();
        first.done(first.account.contacts().link(desk, BOB));
        assertTrue(desk.mergedBecause().contains("you said that they are one person"), desk.mergedBecause());
        first.close();

        World second = new World(config, stores).online();
        second.until(
                "the store is read", () -> second.account.contacts().find(BOB).isPresent());
        Contact again = second.account.contacts().find(DESK).orElseThrow();
        assertTrue(again.addresses().contains(BOB));
        assertTrue(again.mergedBecause().contains("you said that they are one person"), again.mergedBecause());
        second.done(second.account.contacts().split(again, BOB));
        second.close();

        World third = new World(config, stores).online();
        third.until(
                "the store is read", () -> third.account.contacts().find(DESK).isPresent());
        third.run();
        assertFalse(
                third.account.contacts().find(DESK).orElseThrow().addresses().contains(BOB));
        third.close();
    }
}
