package dev.duet.internal.presence;

import dev.duet.model.Activity;
import dev.duet.model.Availability;
import dev.duet.model.Presence;
import dev.duet.model.PresenceFragment;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Many fragments, one presence, whatever their order:
 *
 * <ol>
 *   <li>do-not-disturb anywhere wins;
 *   <li>else the largest priority decides;
 *   <li>else the more available;
 *   <li>else the one that changed last; else the smaller source id, so that the outcome never depends on order.
 * </ol>
 *
 * A dialog in progress only adds {@link Activity#ON_THE_PHONE}; activities of all sources that are online count.
 */
public final class PresenceFold {

    private static final Comparator<PresenceFragment> BEST_FIRST = Comparator.<PresenceFragment, Boolean>comparing(
                    fragment -> !fragment.canDecide())
            .thenComparing(fragment -> fragment.availability() != Availability.DO_NOT_DISTURB)
            .thenComparing(PresenceFragment::priority, Comparator.reverseOrder())
            .thenComparing(PresenceFragment::availability)
            .thenComparing(PresenceFragment::since, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(fragment -> fragment.source().kind())
            .thenComparing(fragment -> fragment.source().id());

    private PresenceFold() {}

    /**
     * Folds.
     *
     * @param fragments at most one of each source
     * @param subscribed true when presence would have been told, so that silence means OFFLINE rather than UNKNOWN
     */
    public static Presence fold(Collection<PresenceFragment> fragments, boolean subscribed) {
        List<PresenceFragment> sorted = fragments.stream().sorted(BEST_FIRST).toList();
        Availability silence = sorted.stream().anyMatch(f -> f.availability() == Availability.OFFLINE) || subscribed
                ? Availability.OFFLINE
                : Availability.UNKNOWN;
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        for (PresenceFragment fragment : sorted) {
            if (fragment.availability() != Availability.OFFLINE) {
                activities.addAll(fragment.activities());
            }
        }
        return sorted.stream()
                .findFirst()
                .filter(PresenceFragment::canDecide)
                .map(best -> new Presence(best.availability(), activities, best.note(), best.since(), sorted))
                .orElseGet(() -> new Presence(silence, activities, "", null, sorted));
    }
}
