package dev.duet.sip.internal.rfc3863;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.model.PresenceFragment;
import dev.duet.sip.internal.xml.XmlElement;
import dev.duet.sip.internal.xml.XmlException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** PIDF documents. */
public final class Pidf {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/pidf+xml";

    private static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    private static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    private static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";
    private static final String DO_NOT_DISTURB = "do not disturb";

    private Pidf() {}

    /**
     * What a document says: a fragment for each tuple. What it says of the person counts for each of them, and, when
     * there is no tuple, for one by the name {@code person}.
     *
     * @param contact whom it is about, a bare address
     * @throws XmlException when it is no PIDF document
     */
    public static List<PresenceFragment> parse(byte[] document, Address contact) throws XmlException {
        XmlElement root = XmlElement.parse(document);
        if (!root.is(PIDF, "presence")) {
            throw new XmlException("no presence element");
        }
        Said person = new Said();
        root.all(DATA_MODEL, "person").forEach(person::add);
        String note = text(root.child(PIDF, "note"));
        List<PresenceFragment> fragments = new ArrayList<>();
        for (XmlElement tuple : root.all(PIDF, "tuple")) {
            fragments.add(fragment(tuple, contact, person, note));
        }
        if (fragments.isEmpty() && !person.activities.isEmpty()) {
            fragments.add(new PresenceFragment(
                    source("person"),
                    contact,
                    Availability.UNKNOWN,
                    person.activities,
                    person.note.isEmpty() ? note : person.note,
                    0,
                    null));
        }
        return fragments;
    }

    private static PresenceFragment fragment(XmlElement tuple, Address contact, Said person, String rootNote) {
        String basic = tuple.child(PIDF, "status")
                .flatMap(status -> status.child(PIDF, "basic"))
                .map(XmlElement::text)
                .orElse("");
        Said said = new Said();
        said.add(tuple);
        tuple.child(PIDF, "status").ifPresent(said::add);
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        activities.addAll(person.activities);
        activities.addAll(said.activities);
        Availability availability =
                switch (basic) {
                    case "open" -> availability(person, said);
                    case "closed" -> Availability.OFFLINE;
                    default -> Availability.UNKNOWN; // there is no other value, but baresip says "unknown" at first
                };
        String note = !said.note.isEmpty() ? said.note : !person.note.isEmpty() ? person.note : rootNote;
        String id = tuple.attribute("id");
        return new PresenceFragment(
                source(id.isEmpty() ? "tuple" : id),
                contact,
                availability,
                availability == Availability.OFFLINE ? Set.of() : activities,
                note,
                priority(tuple),
                instant(text(tuple.child(PIDF, "timestamp"))));
    }

    private static Availability availability(Said person, Said tuple) {
        if (person.doNotDisturb || tuple.doNotDisturb) {
            return Availability.DO_NOT_DISTURB;
        }
        if (person.away || tuple.away) {
            return Availability.AWAY;
        }
        return Availability.AVAILABLE;
    }

    /** The q-value of a contact (RFC 3863 4.1.5), 0 to 1, as a priority 0 to 100. */
    private static int priority(XmlElement tuple) {
        String priority = tuple.child(PIDF, "contact")
                .map(contact -> contact.attribute("priority"))
                .orElse("");
        return priority.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")
                ? (int) Math.round(Double.parseDouble(priority) * 100)
                : 0;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null; // advice only
        }
    }

    private static PresenceFragment.Source source(String id) {
        return new PresenceFragment.Source(PresenceFragment.Kind.PIDF_TUPLE, id);
    }

    private static String text(java.util.Optional<XmlElement> element) {
        return element.map(XmlElement::text).orElse("");
    }

    /**
     * The document that says what this account's user publishes.
     *
     * @param tupleId of this device
     */
    public static String write(OwnPresence presence, String entity, String tupleId, Instant now) {
        boolean open = presence.availability().isOnline();
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"")
                .append(PIDF)
                .append("\" xmlns:dm=\"")
                .append(DATA_MODEL)
                .append("\" xmlns:rpid=\"")
                .append(RPID)
                .append("\" entity=\"")
                .append(XmlElement.escape(entity))
                .append("\">\n<tuple id=\"")
                .append(tupleId)
                .append("\"><status><basic>")
                .append(open ? "open" : "closed")
                .append("</basic></status>");
        if (!presence.note().isEmpty()) {
            out.append("<note>").append(XmlElement.escape(presence.note())).append("</note>");
        }
        out.append("<timestamp>").append(now).append("</timestamp></tuple>\n");
        String activities = activities(presence);
        if (open && !activities.isEmpty()) {
            out.append("<dm:person id=\"p")
                    .append(tupleId)
                    .append("\"><rpid:activities>")
                    .append(activities)
                    .append("</rpid:activities></dm:person>\n");
        }
        return out.append("</presence>\n").toString();
    }

    private static String activities(OwnPresence presence) {
        Set<String> names = new TreeSet<>();
        presence.activities().forEach(activity -> names.add(Activities.name(activity)));
        switch (presence.availability()) {
            case AWAY, EXTENDED_AWAY -> names.add("away");
            case DO_NOT_DISTURB -> names.add("busy");
            default -> {}
        }
        StringBuilder out = new StringBuilder();
        names.forEach(name -> out.append("<rpid:").append(name).append("/>"));
        if (presence.availability() == Availability.DO_NOT_DISTURB) { // RPID has no word of its own for it
            out.append("<rpid:other>").append(DO_NOT_DISTURB).append("</rpid:other>");
        }
        return out.toString();
    }

    /** What RPID and notes say somewhere. */
    private static final class Said {
        private final Set<Activity> activities = EnumSet.noneOf(Activity.class);
        private boolean away;
        private boolean doNotDisturb;
        private String note = "";

        void add(XmlElement where) {
            for (XmlElement child : where.children()) {
                if (child.name().equals("note") && note.isEmpty()) {
                    note = child.text();
                } else if (child.is(RPID, "activities")) {
                    child.children().forEach(this::addActivity);
                }
            }
        }

        private void addActivity(XmlElement activity) {
            Activities.of(activity.name()).ifPresent(activities::add);
            away |= activity.name().equals("away");
            doNotDisturb |= activity.name().equals("dnd")
                    || activity.name().equals("other")
                            && activity.text()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .contains(DO_NOT_DISTURB);
        }
    }
}
