package dev.duet.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's presence as all sources together tell it.
 *
 * @param availability the folded availability
 * @param activities everything that any source tells
 * @param note the note of the source that decided the availability; empty when it has none
 * @param since when the deciding source became so; null when unknown
 * @param fragments what each source said, the deciding one first: the devices, and where each part came from
 */
public record Presence(
        Availability availability,
        Set<Activity> activities,
        String note,
        @Nullable Instant since,
        List<PresenceFragment> fragments) {

    /** Nobody told anything. */
    public static final Presence UNKNOWN = new Presence(Availability.UNKNOWN, Set.of(), "", null, List.of());

    public Presence {
        Objects.requireNonNull(availability, "availability");
        Objects.requireNonNull(note, "note");
        activities = Set.copyOf(activities);
        fragments = List.copyOf(fragments);
    }

    /** True while somebody is in a call, as far as any source knows. */
    public boolean onThePhone() {
        return activities.contains(Activity.ON_THE_PHONE);
    }
}
