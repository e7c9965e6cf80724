package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The archives of messages at servers (XEP-0313): that of the account, and those of rooms. A question is answered by
 * {@link LinkListener#answered}. It fails as UNSUPPORTED where there is no archive, as NETWORK while the link is not
 * online, and with the condition {@code item-not-found} on the wire when the archive has no message of the id that it
 * was asked for.
 */
@OnLoop
public interface ArchiveLink {

    /** Asks for a part of what was said, the newest of what fits. Answered by {@link ArchiveAnswer.Page}. */
    void fetch(long operation, Query query);

    /** Asks what the account's archive keeps. Answered by {@link ArchiveAnswer.Preferences}. */
    void fetchPreferences(long operation);

    /** Sets what the account's archive keeps. Answered by {@link ArchiveAnswer.Preferences} with what it took. */
    void setPreferences(long operation, ArchivePreferences preferences);

    /**
     * What is wanted of an archive.
     *
     * @param with the other side's bare address, or a room
     * @param room true for a room, which has an archive of its own
     * @param before only what is older than the message of that id; empty for no bound
     * @param until only what is not newer than that; null for no bound
     * @param most how many messages, corrections, receipts and so on, from 1; a server may give fewer
     */
    record Query(
            Address with,
            boolean room,
            String before,
            @Nullable Instant until,
            int most) {}
}
