package dev.duet.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

    /**
     * Why it is as it is: which source decided and by which rule, and who says what else, as a text for people, in
     * English.
     */
    public String because() {
        StringBuilder text = new StringBuilder();
        if (availability == Availability.UNKNOWN) {
            text.append("Nobody has told how available they are");
        } else if (availability == Availability.OFFLINE) {
            text.append("No device is signed in");
        } else {
            PresenceFragment first = fragments.get(0);
            text.append(words(availability))
                    .append(", as ")
                    .append(first.source().text())
                    .append(" says");
            text.append(rule(first));
        }
        activities.stream().sorted().forEach(activity -> fragments.stream()
                .filter(fragment -> fragment.availability() != Availability.OFFLINE)
                .filter(fragment -> fragment.activities().contains(activity))
                .findFirst()
                .ifPresent(fragment -> text.append("; ")
                        .append(words(activity).toLowerCase(Locale.ROOT))
                        .append(", as ")
                        .append(fragment.source().text())
                        .append(" says")));
        return text.toString();
    }

    /** The first rule by which a source goes before the next one. */
    private String rule(PresenceFragment first) {
        PresenceFragment next = fragments.stream()
                .skip(1)
                .filter(PresenceFragment::canDecide)
                .findFirst()
                .orElse(null);
        if (next == null) {
            return "";
        }
        if (first.availability() == Availability.DO_NOT_DISTURB && next.availability() != first.availability()) {
            return ": that goes before all else";
        }
        if (first.priority() != next.priority()) {
            return ", which has the highest priority";
        }
        return first.availability() == next.availability() ? ", which changed last" : ", where they are most available";
    }

    private static String words(Enum<?> constant) {
        String words = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
