package dev.duet.internal.conversation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The times of messages. No two that happen here have the same, so that what came in a burst stays in its order; nor
 * have those that a server kept and stamped by the second, which come in theirs.
 */
final class Stamps {

    private Instant lastHere = Instant.MIN;
    private Instant lastRaw = Instant.MIN;
    private Instant lastKept = Instant.MIN;

    /** The time of what happens now. */
    Instant here(Instant now) {
        Instant micros = now.truncatedTo(ChronoUnit.MICROS);
        lastHere = micros.isAfter(lastHere) ? micros : next(lastHere);
        return lastHere;
    }

    /** The time of what was kept on the way, and is told now. */
    Instant kept(Instant raw) {
        lastKept = raw.equals(lastRaw) ? next(lastKept) : raw.truncatedTo(ChronoUnit.MICROS);
        lastRaw = raw;
        return lastKept;
    }

    static Instant next(Instant at) {
        return at.plus(1, ChronoUnit.MICROS);
    }
}
