package dev.duet.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import dev.duet.model.RosterEntry;
import dev.duet.spi.ContactStore;
import dev.duet.testing.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JdbcContactStoreTest {

    private static final Address BOB = Address.xmpp("böb@example.com");
    private static final Address DESK = Address.sip("b%20|ob@example.com");
    private static final PersonDecision SAME = new PersonDecision(BOB, Address.tel("+49301234"), true);
    private static final PersonDecision APART = new PersonDecision(BOB, DESK, false);

    private final Database database = Database.inMemory();

    private ContactStore store(String account) {
        return JdbcStore.on(database).contacts().open(account);
    }

    @Test
    void whatIsKeptIsThereAgainForThatAccountAlone() throws IOException {
        ContactStore store = store("Alice");
        RosterEntry watched =
                new RosterEntry(DESK, "Bob | the \\ desk", Set.of("A", "|"), RosterEntry.Visibility.TO, false);
        store.save(List.of(SAME, APART));
        store.saveBlocked(Set.of(BOB, DESK));
        store.saveWatched(List.of(watched));
        store.close();
        ContactStore again = store("Alice");
        assertEquals(List.of(SAME, APART), again.load());
        assertEquals(Set.of(BOB, DESK), again.loadBlocked());
        assertEquals(List.of(watched), again.loadWatched());
        again.save(List.of(APART));
        assertEquals(List.of(APART), again.load());
        assertEquals(Set.of(BOB, DESK), again.loadBlocked(), "each is kept by itself");
        again.close();
        ContactStore other = store("Bob");
        assertEquals(List.of(), other.load());
        assertEquals(Set.of(), other.loadBlocked());
        assertEquals(List.of(), other.loadWatched());
        other.close();
    }

    @Test
    void whatCannotBeReadFailsAndStays() throws IOException, SQLException {
        ContactStore store = store("Alice");
        store.save(List.of(SAME));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE duet_contact SET item = 'nonsense|'");
        }
        assertThrows(RuntimeException.class, store::load);
        store.close();
    }
}
