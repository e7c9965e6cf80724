package dev.duet.xmpp.internal.xep0108;

import dev.duet.model.Activity;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody does, in the words of XEP-0108. {@link Activity#BUSY} has none there, and is left out. Pure. */
public final class UserActivity {

    /** The namespace, and the name of the PEP node. */
    public static final String NAMESPACE = "http://jabber.org/protocol/activity";

    private UserActivity() {}

    /** One element for each activity, the one that matters most to a caller first. */
    public static List<Xml> write(Set<Activity> activities) {
        List<Xml> elements = new ArrayList<>();
        for (Activity activity : Activity.values()) {
            Xml words = activities.contains(activity) ? words(activity) : null;
            if (words != null) {
                elements.add(Xml.element("activity", NAMESPACE).add(words).build());
            }
        }
        return elements;
    }

    /** The one element that a PEP item can have: what matters most to a caller, or nothing. */
    public static Xml writeOne(Set<Activity> activities) {
        List<Xml> all = write(activities);
        return all.isEmpty() ? Xml.empty("activity", NAMESPACE) : all.get(0);
    }

    /** The activities that the elements of that name among the children tell. */
    public static Set<Activity> readAll(Xml parent) {
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        for (Xml element : parent.children("activity", NAMESPACE)) {
            Activity activity = read(element);
            if (activity != null) {
                activities.add(activity);
            }
        }
        return activities;
    }

    private static @Nullable Activity read(Xml element) {
        for (Xml general : element.children()) {
            String specific = general.children().isEmpty()
                    ? ""
                    : general.children().get(0).name();
            switch (general.name()) {
                case "talking" -> {
                    return specific.equals("on_the_phone") || specific.equals("on_video_phone")
                            ? Activity.ON_THE_PHONE
                            : null;
                }
                case "working" -> {
                    return specific.equals("in_a_meeting") ? Activity.IN_A_MEETING : Activity.WORKING;
                }
                case "having_appointment" -> {
                    return Activity.APPOINTMENT;
                }
                case "eating" -> {
                    return Activity.MEAL;
                }
                case "traveling" -> {
                    return Activity.TRAVEL;
                }
                case "inactive" -> {
                    boolean holiday = specific.equals("on_vacation")
                            || specific.equals("day_off")
                            || specific.equals("scheduled_holiday");
                    return holiday ? Activity.VACATION : null;
                }
                default -> {
                    // the text, or a general activity that does not matter to a caller
                }
            }
        }
        return null;
    }

    private static @Nullable Xml words(Activity activity) {
        return switch (activity) {
            case ON_THE_PHONE -> words("talking", "on_the_phone");
            case IN_A_MEETING -> words("working", "in_a_meeting");
            case APPOINTMENT -> Xml.empty("having_appointment", NAMESPACE);
            case MEAL -> Xml.empty("eating", NAMESPACE);
            case VACATION -> words("inactive", "on_vacation");
            case TRAVEL -> Xml.empty("traveling", NAMESPACE);
            case WORKING -> Xml.empty("working", NAMESPACE);
            case BUSY -> null;
        };
    }

    private static Xml words(String general, String specific) {
        return Xml.element(general, NAMESPACE)
                .add(Xml.empty(specific, NAMESPACE))
                .build();
    }
}
