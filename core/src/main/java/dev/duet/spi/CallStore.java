package dev.duet.spi;

import dev.duet.model.CallRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where an account keeps the calls that are over. Its methods are called one at a time, on threads that may block. A
 * failure is told to the application once, as a {@code StoreFailed} event; the account goes on with what it has in
 * memory, and tries again with the next call. {@link dev.duet.jdbc.JdbcStore} is one on any database.
 */
public interface CallStore extends AutoCloseable {

    /** Keeps calls; one that is kept is not kept twice. All or none; when this returns, they are kept. */
    void put(Collection<CallRecord> calls) throws IOException;

    /**
     * The newest calls that began before a time, the newest first.
     *
     * @param before the time
     * @param most how many at most, from 1
     */
    List<CallRecord> newest(Instant before, int most) throws IOException;

    /** Ends the use of the store. */
    @Override
    void close() throws IOException;

    /** Makes the store of an account. */
    @FunctionalInterface
    interface Provider {

        /** The store of the account of that name ({@link dev.duet.model.AccountConfig#name()}). */
        CallStore open(String account) throws IOException;
    }
}
