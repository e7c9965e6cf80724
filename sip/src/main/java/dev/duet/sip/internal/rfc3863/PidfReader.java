package dev.duet.sip.internal.rfc3863;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.PresenceFragment;
import dev.duet.sip.internal.xml.Element;
import dev.duet.sip.internal.xml.MalformedBody;
import dev.duet.sip.internal.xml.XmlBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a presence document. Each tuple is a source of its own; what is told of the person (RFC 4479) counts for each.
 * A document without tuples tells that nobody is there.
 */
public final class PidfReader {

    /** The source of a document that has no tuple. */
    private static final String NO_TUPLE = "";

    private PidfReader() {}

    /**
     * Reads a document.
     *
     * @param contact whose presence was asked for; the document's own entity is not trusted with that
     * @return at least one fragment
     */
    public static List<PresenceFragment> read(byte[] body, Address contact) throws MalformedBody {
        Element presence = XmlBody.read(body);
        if (!presence.is(Pidf.NAMESPACE, "presence")) {
            throw new MalformedBody("Not a presence document: " + presence.name());
        }
        List<Element> persons = presence.children(Pidf.DATA_MODEL, "person");
        String note = note(presence).orElse("");
        for (Element person : persons) {
            note = note.isEmpty() ? personNote(person) : note;
        }
        List<PresenceFragment> fragments = new ArrayList<>();
        for (Element tuple : presence.children(Pidf.NAMESPACE, "tuple")) {
            fragments.add(tuple(tuple, contact, persons, note));
        }
        if (fragments.isEmpty()) {
            fragments.add(
                    new PresenceFragment(source(NO_TUPLE), contact, Availability.OFFLINE, Set.of(), note, 0, null));
        }
        return fragments;
    }

    private static PresenceFragment tuple(Element tuple, Address contact, List<Element> persons, String personNote)
            throws MalformedBody {
        Element status =
                tuple.child(Pidf.NAMESPACE, "status").orElseThrow(() -> new MalformedBody("A tuple without status"));
        List<Element> tellers = new ArrayList<>(persons);
        tellers.add(tuple);
        tellers.add(status);
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        tellers.forEach(teller -> activities.addAll(activities(teller)));
        String note = note(tuple).orElse(personNote);
        return new PresenceFragment(
                source(tuple.attribute("id")),
                contact,
                availability(status, tellers),
                activities,
                note,
                priority(tuple),
                since(tuple));
    }

    private static PresenceFragment.Source source(String id) {
        return new PresenceFragment.Source(PresenceFragment.Kind.PIDF_TUPLE, id);
    }

    private static Availability availability(Element status, List<Element> tellers) {
        String basic = status.child(Pidf.NAMESPACE, "basic")
                .map(Element::text)
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (basic.equals("closed")) {
            return Availability.OFFLINE;
        }
        String show = status.child(Pidf.XMPP_CLIENT, "show").map(Element::text).orElse("");
        return switch (show) {
            case "chat" -> Availability.CHATTY;
            case "away" -> Availability.AWAY;
            case "xa" -> Availability.EXTENDED_AWAY;
            case "dnd" -> Availability.DO_NOT_DISTURB;
            default -> basic.equals("open") ? open(tellers) : Availability.UNKNOWN;
        };
    }

    /** RPID tells of being away as if it were an activity (RFC 4480 3.2). */
    private static Availability open(List<Element> tellers) {
        boolean away = tellers.stream()
                .flatMap(teller -> teller.children(Pidf.RPID, "activities").stream())
                .anyMatch(list -> list.child(Pidf.RPID, "away").isPresent());
        return away ? Availability.AWAY : Availability.AVAILABLE;
    }

    private static Set<Activity> activities(Element parent) {
        Set<Activity> found = EnumSet.noneOf(Activity.class);
        for (Element list : parent.children(Pidf.RPID, "activities")) {
            for (Element activity : list.children()) {
                Rpid.activity(activity.name()).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<String> note(Element parent) {
        return parent.child(Pidf.NAMESPACE, "note").map(Element::text).filter(text -> !text.isEmpty());
    }

    private static String personNote(Element person) {
        return person.child(Pidf.DATA_MODEL, "note")
                .or(() -> person.child(Pidf.RPID, "note"))
                .map(Element::text)
                .orElse("");
    }

    /** A contact's priority of 0 to 1 as one of 0 to 127 (RFC 8048 3.3). */
    private static int priority(Element tuple) {
        String priority = tuple.child(Pidf.NAMESPACE, "contact")
                .map(contact -> contact.attribute("priority"))
                .orElse("");
        return priority.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")
                ? (int) Math.round(Double.parseDouble(priority) * 127)
                : 0;
    }

    private static @Nullable Instant since(Element tuple) {
        String timestamp =
                tuple.child(Pidf.NAMESPACE, "timestamp").map(Element::text).orElse("");
        try {
            return timestamp.isEmpty() ? null : OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException notATime) {
            return null; // a wrong clock is no reason to lose the presence
        }
    }
}
