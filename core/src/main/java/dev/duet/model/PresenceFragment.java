package dev.duet.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one source says about somebody's presence. A newer fragment of the same source replaces the older one whole.
 *
 * @param source who says it
 * @param contact whom it is about, a bare address
 * @param availability how available; {@link Availability#UNKNOWN} from a source that cannot tell
 * @param activities what else
 * @param note a text for people; empty when there is none
 * @param priority larger is preferred, -128 to 127 (RFC 6121 4.7.2.3); 0 when the source has none
 * @param since when it became so; null when the source does not tell
 */
public record PresenceFragment(
        Source source,
        Address contact,
        Availability availability,
        Set<Activity> activities,
        String note,
        int priority,
        @Nullable Instant since) {

    public PresenceFragment {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(availability, "availability");
        Objects.requireNonNull(note, "note");
        activities = Set.copyOf(activities);
    }

    /** True for a source that tells how available somebody is, and says that they are there. */
    public boolean canDecide() {
        return source.kind() != Kind.DIALOG_INFO && availability.isOnline();
    }

    /**
     * Who says something about presence.
     *
     * @param kind the sort of source
     * @param id unlike among the sources of a contact: a full JID, a tuple id, a dialog-info entity
     */
    public record Source(Kind kind, String id) {

        public Source {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(id, "id");
        }

        /** What it is, as a part of a sentence for people, in English. */
        public String text() {
            return switch (kind) {
                case XMPP_RESOURCE -> "the XMPP device " + id;
                case PIDF_TUPLE -> "the SIP device " + id;
                case DIALOG_INFO -> "the telephone " + id;
            };
        }
    }

    /** The sorts of sources. */
    public enum Kind {
        /** A connected XMPP resource (RFC 6121 4). */
        XMPP_RESOURCE,
        /** A tuple of a PIDF document (RFC 3863). */
        PIDF_TUPLE,
        /** A dialog-info document (RFC 4235): only ever tells whether somebody is on the phone. */
        DIALOG_INFO
    }
}
