package dev.duet.model;

import java.util.Objects;
import java.util.Set;

/**
 * What this account publishes about its user.
 *
 * @param availability anything but UNKNOWN; OFFLINE hides the user while the links stay up
 * @param note a text for people; may be empty
 * @param activities what the user does
 */
public record OwnPresence(Availability availability, String note, Set<Activity> activities) {

    /** There, without a note. */
    public static final OwnPresence AVAILABLE = of(Availability.AVAILABLE);

    public OwnPresence {
        Objects.requireNonNull(note, "note");
        activities = Set.copyOf(activities);
        if (availability == Availability.UNKNOWN) {
            throw new IllegalArgumentException("UNKNOWN is no presence to publish");
        }
    }

    /** That availability, without a note. */
    public static OwnPresence of(Availability availability) {
        return new OwnPresence(availability, "", Set.of());
    }

    /** The same with a note. */
    public OwnPresence withNote(String newNote) {
        return new OwnPresence(availability, newNote, activities);
    }

    /** The same with other activities. */
    public OwnPresence withActivities(Set<Activity> newActivities) {
        return new OwnPresence(availability, note, newActivities);
    }
}
