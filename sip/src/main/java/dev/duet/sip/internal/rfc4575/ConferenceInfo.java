package dev.duet.sip.internal.rfc4575;

import dev.duet.model.Conference;
import dev.duet.model.Conference.Participant;
import dev.duet.sip.internal.xml.XmlElement;
import dev.duet.sip.internal.xml.XmlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A conference, as conference-info documents tell of it: whole, or what changed (RFC 4575). */
public final class ConferenceInfo {

    /** The event package. */
    public static final String EVENT = "conference";

    /** The media type. */
    public static final String MEDIA_TYPE = "application/conference-info+xml";

    static final String NAMESPACE = "urn:ietf:params:xml:ns:conference-info";

    private static final int MOST = 1000;

    private Conference known = Conference.UNTOLD;
    private long version = -1;
    private boolean asked;

    /**
     * Takes a document.
     *
     * @return false when a document between was missed, and a whole one is to be asked for: this one is left out. That
     *     is so once until a whole one comes: from a server that tells no more than changes, those are all there is
     * @throws XmlException when it is no conference-info document; what was known stays
     */
    public boolean take(byte[] document) throws XmlException {
        XmlElement root = XmlElement.parse(document);
        if (!root.is(NAMESPACE, "conference-info")) {
            throw new XmlException("no conference-info element");
        }
        Change change = Change.of(root, Change.FULL);
        if (change == Change.DELETED) {
            reset();
            return true;
        }
        long next = version(root, change);
        if (change == Change.PARTIAL) {
            if (next <= version) {
                return true; // older than what is known
            }
            if (!asked && (version < 0 || next != version + 1)) {
                asked = true;
                return false;
            }
        } else {
            asked = false;
        }
        known = merged(change == Change.FULL ? Conference.UNTOLD : known, root, change);
        version = next;
        return true;
    }

    /** A whole document that nothing is to follow may be without. */
    private static long version(XmlElement root, Change change) throws XmlException {
        String number = root.attribute("version");
        if (number.isEmpty() && change == Change.FULL) {
            return 0;
        }
        if (!number.matches("[0-9]{1,18}")) {
            throw new XmlException("no version");
        }
        return Long.parseLong(number);
    }

    /** What is known now. */
    public Conference conference() {
        return known;
    }

    /** Forgets everything: another subscription begins. */
    public void reset() {
        known = Conference.UNTOLD;
        version = -1;
        asked = false;
    }

    private static Conference merged(Conference before, XmlElement root, Change change) {
        String subject = before.subject();
        String name = before.name();
        List<Participant> participants = before.participants();
        XmlElement about = root.child(NAMESPACE, "conference-description").orElse(null);
        if (about != null) {
            subject = Users.text(about, "subject", subject);
            name = Users.text(about, "display-text", name);
        }
        XmlElement users = root.child(NAMESPACE, "users").orElse(null);
        if (users != null) {
            participants = users(participants, users, change);
        }
        return new Conference(subject, name, participants);
    }

    /**
     * RFC 4575 has users as whole when it says nothing, also in a document that is not. Servers that tell changes and
     * forget to say so are more than those that mean it.
     */
    private static List<Participant> users(List<Participant> before, XmlElement users, Change around) {
        Change change = Change.of(users, around);
        Map<String, Participant> all = new LinkedHashMap<>();
        if (change == Change.PARTIAL) {
            before.forEach(participant -> all.put(participant.entity(), participant));
        }
        if (change != Change.DELETED) {
            for (XmlElement user : users.all(NAMESPACE, "user")) {
                Users.take(user, all, MOST);
            }
        }
        return List.copyOf(all.values());
    }
}
