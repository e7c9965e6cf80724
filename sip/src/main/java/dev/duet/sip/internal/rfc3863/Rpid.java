package dev.duet.sip.internal.rfc3863;

import dev.duet.model.Activity;
import java.util.Arrays;
import java.util.Optional;

/** Activities by the names that RPID gives them (RFC 4480 3.2). */
final class Rpid {

    private Rpid() {}

    static Optional<Activity> activity(String name) {
        return Arrays.stream(Activity.values())
                .filter(activity -> name(activity).equals(name))
                .findFirst();
    }

    static String name(Activity activity) {
        return switch (activity) {
            case ON_THE_PHONE -> "on-the-phone";
            case IN_A_MEETING -> "meeting";
            case APPOINTMENT -> "appointment";
            case BUSY -> "busy";
            case MEAL -> "meal";
            case VACATION -> "vacation";
            case TRAVEL -> "travel";
            case WORKING -> "working";
        };
    }
}
