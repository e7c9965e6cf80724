package dev.duet.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits for somebody in a mailbox, such as that of a telephone system, as its server tells (RFC 3842).
 *
 * @param waiting whether anything waits; a server may tell no more than that
 * @param accountAddress where the messages can be heard, by a call mostly (Message-Account); null when that is not
 *     told, or not by an address
 * @param counts how many messages there are of each kind that is told of
 */
public record MessageSummary(boolean waiting, @Nullable Address accountAddress, Map<Kind, Count> counts) {

    public MessageSummary {
        Map<Kind, Count> copy = new EnumMap<>(Kind.class);
        copy.putAll(counts);
        counts = Map.copyOf(copy);
    }

    /** Where the messages can be heard. */
    public Optional<Address> account() {
        return Optional.ofNullable(accountAddress);
    }

    /** How many there are of a kind; none when it is not told of. */
    public Count count(Kind kind) {
        return counts.getOrDefault(Objects.requireNonNull(kind, "kind"), Count.NONE);
    }

    /** The classes of messages (RFC 3458, RFC 3938). */
    public enum Kind {
        /** Spoken messages. */
        VOICE,
        /** Films. */
        VIDEO,
        /** Facsimiles. */
        FAX,
        /** Short messages. */
        PAGER,
        /** Messages of several media. */
        MULTIMEDIA,
        /** Texts, such as mail. */
        TEXT,
        /** Messages of no class. */
        NONE
    }

    /**
     * How many messages there are of a kind, 0 to 4,294,967,295 each.
     *
     * @param fresh those that are new
     * @param old those that were heard or read, and are kept
     * @param urgentFresh those of the new ones that are urgent
     * @param urgentOld those of the old ones that are urgent
     */
    public record Count(long fresh, long old, long urgentFresh, long urgentOld) {

        /** The largest count (RFC 3842 5.2). */
        public static final long MOST = 0xFFFF_FFFFL;

        /** No messages. */
        public static final Count NONE = new Count(0, 0, 0, 0);

        public Count {
            check(fresh);
            check(old);
            check(urgentFresh);
            check(urgentOld);
        }

        private static void check(long count) {
            if (count < 0 || count > MOST) {
                throw new IllegalArgumentException("A count is 0 to " + MOST + ", unlike " + count);
            }
        }
    }
}
