package dev.duet.spi;

import dev.duet.model.PersonDecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where an account keeps what its user decided about contacts, so that it survives a restart. Its methods are called
 * one at a time, on threads that may block; a failure is logged, and the account goes on with what it knows.
 */
public interface ContactStore {

    /** All decisions; empty at first. */
    List<PersonDecision> load() throws IOException;

    /** Replaces all decisions. When this returns, they are kept. */
    void save(List<PersonDecision> decisions) throws IOException;

    /** Makes the store of an account. */
    @FunctionalInterface
    interface Provider {

        /** The store of the account of that name ({@link dev.duet.model.AccountConfig#name()}). */
        ContactStore open(String account);
    }

    /**
     * Stores in a folder: a text file for each account, replaced as a whole each time, so that it is never half
     * written. A file that somebody spoilt fails to load, and stays as it is.
     *
     * @param folder made when it is not there
     */
    static Provider inFolder(Path folder) {
        return account -> new FileContactStore(folder, account);
    }
}
