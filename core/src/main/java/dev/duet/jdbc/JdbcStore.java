package dev.duet.jdbc;

import dev.duet.spi.CallStore;
import dev.duet.spi.ContactStore;
import dev.duet.spi.MessageStore;
import javax.sql.DataSource;

/**
 * Keeps what accounts keep in a database, given by any {@link DataSource}: the application adds the driver. The tables
 * are made, and brought up to date, when the first account opens its store; their names begin with {@code duet_}. Many
 * accounts may share them, also of several processes where the database allows it, but each account is open in one
 * process at a time.
 *
 * <p>Tested on H2; written for databases whose text columns need no length, as PostgreSQL's. What a store acknowledges
 * is committed. H2 writes commits to its file half a second late unless told otherwise; the store tells it
 * ({@code WRITE_DELAY}), for which its user needs admin rights. Each store holds one connection while it is open.
 */
public final class JdbcStore {

    private final DataSource database;

    private JdbcStore(DataSource database) {
        this.database = database;
    }

    /** Keeps things in that database; nothing is done yet. */
    public static JdbcStore on(DataSource database) {
        return new JdbcStore(database);
    }

    /** Stores of messages. */
    public MessageStore.Provider messages() {
        return account -> new JdbcMessageStore(new Database(database), account);
    }

    /** Stores of what users decide about contacts, of whom they watch, and of whom they block. */
    public ContactStore.Provider contacts() {
        return account -> new JdbcContactStore(new Database(database), account);
    }

    /** Stores of calls. */
    public CallStore.Provider calls() {
        return account -> new JdbcCallStore(new Database(database), account);
    }
}
