package dev.duet.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import dev.duet.model.RosterEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactStoreTest {

    private static final PersonDecision SAME =
            new PersonDecision(Address.xmpp("böb@example.com"), Address.tel("+49301234"), true);
    private static final PersonDecision APART =
            new PersonDecision(Address.xmpp("bob@example.com"), Address.sip("b%20ob@example.com"), false);

    @TempDir
    private Path folder;

    @Test
    void whatIsKeptIsThereAgainForThatAccountAlone() throws IOException {
        ContactStore.Provider stores = ContactStore.inFolder(folder.resolve("new"));
        assertEquals(List.of(), stores.open("Alice/../x").load());
        stores.open("Alice/../x").save(List.of(SAME, APART));
        assertEquals(List.of(SAME, APART), stores.open("Alice/../x").load());
        assertEquals(List.of(), stores.open("Bob").load());
        stores.open("Alice/../x").save(List.of(APART));
        assertEquals(List.of(APART), stores.open("Alice/../x").load());
    }

    @Test
    void blockedAddressesAreKeptBesideAndASpoiltFileOfThemFails() throws IOException {
        ContactStore store = ContactStore.inFolder(folder).open("Alice");
        Set<Address> blocked = Set.of(Address.tel("+4930123"), Address.sip("mallory@example.com"));
        assertEquals(Set.of(), store.loadBlocked());
        store.saveBlocked(blocked);
        assertEquals(blocked, store.loadBlocked());
        assertEquals(List.of(), store.load());
        Files.writeString(folder.resolve("Alice.blocked"), "tel:+4930123\nmallory\n");
        IOException failed = assertThrows(IOException.class, store::loadBlocked);
        assertTrue(failed.getMessage().startsWith("Line 2 of "), failed::getMessage);
    }

    @Test
    void watchedContactsAreKeptBesideWithNameAndGroups() throws IOException {
        ContactStore store = ContactStore.inFolder(folder).open("Alice");
        List<RosterEntry> watched = List.of(
                new RosterEntry(
                        Address.sip("b%20ob@example.com"),
                        "Bob +\n ü",
                        Set.of("A b", "C"),
                        RosterEntry.Visibility.TO,
                        false),
                new RosterEntry(Address.tel("+4930123"), "", Set.of(), RosterEntry.Visibility.TO, false));
        assertEquals(List.of(), store.loadWatched());
        store.saveWatched(watched);
        assertEquals(watched, store.loadWatched());
        assertEquals(List.of(), store.load());
        Files.writeString(folder.resolve("Alice.watched"), "tel:+4930123 x\nmallory\n");
        IOException failed = assertThrows(IOException.class, store::loadWatched);
        assertTrue(failed.getMessage().startsWith("Line 2 of "), failed::getMessage);
        Files.writeString(folder.resolve("Alice.watched"), "tel:+4930123 %zz\n");
        assertThrows(IOException.class, store::loadWatched);
    }

    @Test
    void aFileOfAWriterThatDiedIsOfNoMeaning() throws IOException {
        ContactStore store = ContactStore.inFolder(folder).open("Alice");
        store.save(List.of(SAME));
        Files.writeString(folder.resolve("Alice.contacts.new"), "same xmpp:a");
        assertEquals(List.of(SAME), store.load());
        store.save(List.of(APART));
        assertEquals(List.of(APART), store.load());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "same xmpp:a@example.com",
                "like xmpp:a@example.com xmpp:b@example.com",
                "same xmpp:a@example.com xmpp:a@example.com",
                "same a@example.com xmpp:b@example.com",
                "same xmpp:a@example.com xmpp:b@example.com x",
                " "
            })
    void aSpoiltFileFailsAndTheMessageNamesTheLine(String line) throws IOException {
        Path file = folder.resolve("Alice.contacts");
        Files.writeString(file, "apart xmpp:a@example.com xmpp:b@example.com\n" + line + "\n");
        IOException failed = assertThrows(
                IOException.class,
                () -> ContactStore.inFolder(folder).open("Alice").load());
        assertTrue(failed.getMessage().startsWith("Line 2 of "), failed::getMessage);
    }
}
