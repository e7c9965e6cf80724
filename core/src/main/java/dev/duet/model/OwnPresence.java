package dev.duet.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this account publishes about its user.
 *
 * @param availability anything but UNKNOWN; OFFLINE hides the user while the links stay up
 * @param note a text for people; may be empty
 * @param activities what the user does
 * @param idleSince when the user last touched a device (XEP-0319); null for not idle. To the second
 */
public record OwnPresence(
        Availability availability,
        String note,
        Set<Activity> activities,
        @Nullable Instant idleSince) {

    /** There, without a note. */
    public static final OwnPresence AVAILABLE = of(Availability.AVAILABLE);

    public OwnPresence {
        Objects.requireNonNull(note, "note");
        activities = Set.copyOf(activities);
        if (availability == Availability.UNKNOWN) {
            throw new IllegalArgumentException("UNKNOWN is no presence to publish");
        }
    }

    /** A presence of somebody who is not idle. */
    public OwnPresence(Availability availability, String note, Set<Activity> activities) {
        this(availability, note, activities, null);
    }

    /** That availability, without a note. */
    public static OwnPresence of(Availability availability) {
        return new OwnPresence(availability, "", Set.of());
    }

    /** The same with a note. */
    public OwnPresence withNote(String newNote) {
        return new OwnPresence(availability, newNote, activities, idleSince);
    }

    /** The same with other activities. */
    public OwnPresence withActivities(Set<Activity> newActivities) {
        return new OwnPresence(availability, note, newActivities, idleSince);
    }

    /** The same, with the moment since when the user is idle; null for not idle. */
    public OwnPresence withIdleSince(@Nullable Instant since) {
        return new OwnPresence(availability, note, activities, since);
    }
}
