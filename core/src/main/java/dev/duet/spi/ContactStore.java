package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.PersonDecision;
import dev.duet.model.RosterEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Where an account keeps what its user decided about contacts, whom it watches by itself, and the addresses that the
 * user blocked, so that it survives a restart. Its methods are called one at a time, on threads that may block; a
 * failure is logged, and the account goes on with what it knows.
 */
public interface ContactStore {

    /** All decisions; empty at first. */
    List<PersonDecision> load() throws IOException;

    /** Replaces all decisions. When this returns, they are kept. */
    void save(List<PersonDecision> decisions) throws IOException;

    /** The blocked addresses that no server keeps; empty at first, and in a store that does not keep them. */
    default Set<Address> loadBlocked() throws IOException {
        return Set.of();
    }

    /** Replaces all blocked addresses. When this returns, they are kept; unless this store does not keep them. */
    default void saveBlocked(Set<Address> blocked) throws IOException {}

    /** Whom the account watches by itself, since no server's list has them; empty at first. */
    default List<RosterEntry> loadWatched() throws IOException {
        return List.of();
    }

    /** Replaces all watched contacts. When this returns, they are kept; unless this store does not keep them. */
    default void saveWatched(List<RosterEntry> watched) throws IOException {}

    /** Gives back what the store holds; nothing is called afterwards. */
    default void close() throws IOException {}

    /** Makes the store of an account. */
    @FunctionalInterface
    interface Provider {

        /** The store of the account of that name ({@link dev.duet.model.AccountConfig#name()}). */
        ContactStore open(String account);
    }

    /**
     * Stores in a folder: three text files for each account, each replaced as a whole each time, so that it is never
     * half written. A file that somebody spoilt fails to load, and stays as it is.
     *
     * @param folder made when it is not there
     */
    static Provider inFolder(Path folder) {
        return account -> new FileContactStore(folder, account);
    }
}
