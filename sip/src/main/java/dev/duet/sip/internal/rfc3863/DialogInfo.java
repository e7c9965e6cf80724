package dev.duet.sip.internal.rfc3863;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.PresenceFragment;
import dev.duet.sip.internal.xml.XmlElement;
import dev.duet.sip.internal.xml.XmlException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The dialogs of somebody, as dialog-info documents tell them: whole, or what changed (RFC 4235 4). */
public final class DialogInfo {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/dialog-info+xml";

    static final String NAMESPACE = "urn:ietf:params:xml:ns:dialog-info";

    private static final int MOST = 100;

    private final Map<String, String> states = new LinkedHashMap<>();
    private long version = -1;

    /**
     * Takes a document.
     *
     * @return true when the news is whole; false when a document between was missed, and a whole one is needed
     * @throws XmlException when it is no dialog-info document; what was known stays
     */
    public boolean take(byte[] document) throws XmlException {
        XmlElement root = XmlElement.parse(document);
        if (!root.is(NAMESPACE, "dialog-info")) {
            throw new XmlException("no dialog-info element");
        }
        String number = root.attribute("version");
        if (!number.matches("[0-9]{1,18}")) {
            throw new XmlException("no version");
        }
        long next = Long.parseLong(number);
        boolean full = root.attribute("state").equals("full");
        if (!full && next <= version) {
            return true; // older than what is known
        }
        boolean whole = full || next == version + 1;
        Map<String, String> told = new LinkedHashMap<>();
        for (XmlElement dialog : root.all(NAMESPACE, "dialog")) {
            String state =
                    dialog.child(NAMESPACE, "state").map(XmlElement::text).orElse("");
            if (state.isEmpty()) {
                throw new XmlException("a dialog without state");
            }
            told.put(dialog.attribute("id"), state);
        }
        if (full) {
            states.clear();
        }
        told.forEach((id, state) -> {
            if (state.equals("terminated")) {
                states.remove(id);
            } else if (states.size() < MOST) {
                states.put(id, state);
            }
        });
        version = next;
        return whole;
    }

    /** True while a dialog is answered; one that only rings does not count. */
    public boolean isOnThePhone() {
        return states.containsValue("confirmed");
    }

    /** Forgets everything: another subscription begins. */
    public void reset() {
        states.clear();
        version = -1;
    }

    /** What it says of somebody's presence: only whether they are on the phone. */
    public PresenceFragment fragment(Address contact) {
        return new PresenceFragment(
                source(contact),
                contact,
                Availability.UNKNOWN,
                isOnThePhone() ? Set.of(Activity.ON_THE_PHONE) : Set.of(),
                "",
                0,
                null);
    }

    /** The source of {@link #fragment}. */
    public static PresenceFragment.Source source(Address contact) {
        return new PresenceFragment.Source(PresenceFragment.Kind.DIALOG_INFO, contact.uri());
    }
}
