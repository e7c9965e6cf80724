package dev.duet.sip.internal.rfc3863;

import dev.duet.model.Activity;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The activities of RPID (RFC 4480 3.2) that the model has. */
final class Activities {

    private static final Map<Activity, String> NAMES = new EnumMap<>(Map.of(
            Activity.ON_THE_PHONE, "on-the-phone",
            Activity.IN_A_MEETING, "meeting",
            Activity.APPOINTMENT, "appointment",
            Activity.BUSY, "busy",
            Activity.MEAL, "meal",
            Activity.VACATION, "vacation",
            Activity.TRAVEL, "travel",
            Activity.WORKING, "working"));

    private Activities() {}

    static String name(Activity activity) {
        return NAMES.get(activity);
    }

    static Optional<Activity> of(String element) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(element))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
