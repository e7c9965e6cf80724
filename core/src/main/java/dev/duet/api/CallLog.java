package dev.duet.api;

import dev.duet.model.CallRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The calls that are over, by SIP and by Jingle: one list.
 *
 * <p>Not to be implemented by applications.
 */
public interface CallLog {

    /** The calls of this session, the newest first; at most the newest 1000. */
    List<CallRecord> recent();

    /**
     * The newest calls, the newest first; with a store also those of former sessions.
     *
     * @param most how many at most, 1 to 1000
     * @return fails as INTERNAL when the store fails
     */
    CompletableFuture<List<CallRecord>> latest(int most);

    /**
     * The newest calls that began before a time, the newest first: so one reads back page by page.
     *
     * @param time of the last call of the page that was read last ({@link CallRecord#began()})
     * @param most as of {@link #latest}
     * @return as of {@link #latest}; empty at the beginning
     */
    CompletableFuture<List<CallRecord>> before(Instant time, int most);
}
