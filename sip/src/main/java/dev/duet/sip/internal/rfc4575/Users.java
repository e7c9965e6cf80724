package dev.duet.sip.internal.rfc4575;

import dev.duet.model.Conference.Device;
import dev.duet.model.Conference.Participant;
import dev.duet.model.Conference.Status;
import dev.duet.sip.internal.xml.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The user elements of a conference-info document, and their endpoints (RFC 4575). */
final class Users {

    private static final int MOST = 20;
    private static final int LONGEST = 256;

    private static final Map<String, Status> STATUSES = Map.of(
            "pending", Status.PENDING,
            "dialing-out", Status.DIALING_OUT,
            "dialing-in", Status.DIALING_IN,
            "alerting", Status.ALERTING,
            "on-hold", Status.ON_HOLD,
            "connected", Status.CONNECTED,
            "muted-via-focus", Status.MUTED_VIA_FOCUS,
            "disconnecting", Status.DISCONNECTING,
            "disconnected", Status.DISCONNECTED);

    private Users() {}

    /**
     * Takes one; one that says not whose it is says nothing.
     *
     * @param most how many there may be
     */
    static void take(XmlElement user, Map<String, Participant> all, int most) {
        String entity = cut(user.attribute("entity").strip());
        Change change = Change.of(user, Change.FULL);
        if (entity.isEmpty()) {
            return;
        }
        Participant before = all.get(entity);
        if (change == Change.DELETED) {
            all.remove(entity);
        } else if (before == null || change == Change.FULL) {
            if (before != null || all.size() < most) {
                all.put(entity, merged(new Participant(entity, "", List.of(), List.of()), user));
            }
        } else {
            all.put(entity, merged(before, user));
        }
    }

    private static Participant merged(Participant before, XmlElement user) {
        List<String> roles = user.child(ConferenceInfo.NAMESPACE, "roles")
                .map(told -> told.all(ConferenceInfo.NAMESPACE, "entry").stream()
                        .map(entry -> cut(entry.text()))
                        .filter(role -> !role.isEmpty())
                        .limit(MOST)
                        .toList())
                .orElse(before.roles());
        Map<String, Device> devices = new LinkedHashMap<>();
        int unnamed = 0;
        for (Device device : before.devices()) {
            devices.put(device.entity().isEmpty() ? key(unnamed++) : device.entity(), device);
        }
        unnamed = 0;
        for (XmlElement endpoint : user.all(ConferenceInfo.NAMESPACE, "endpoint")) {
            String entity = cut(endpoint.attribute("entity").strip());
            endpoint(endpoint, entity, entity.isEmpty() ? key(unnamed++) : entity, devices);
        }
        return new Participant(
                before.entity(), text(user, "display-text", before.name()), roles, List.copyOf(devices.values()));
    }

    private static void endpoint(XmlElement endpoint, String entity, String key, Map<String, Device> devices) {
        Change change = Change.of(endpoint, Change.FULL);
        if (change == Change.DELETED) {
            devices.remove(key);
            return;
        }
        Device before = devices.get(key);
        if (before == null && devices.size() >= MOST) {
            return;
        }
        Device basis = before == null || change == Change.FULL ? new Device(entity, "", Status.UNKNOWN) : before;
        Status status = endpoint.child(ConferenceInfo.NAMESPACE, "status")
                .map(told -> STATUSES.getOrDefault(told.text(), Status.UNKNOWN))
                .orElse(basis.status());
        devices.put(key, new Device(entity, text(endpoint, "display-text", basis.name()), status));
    }

    /** Those that do not say which they are are told apart by their order. */
    private static String key(int place) {
        return "\n" + place;
    }

    /** The text of a child; the one before when there is no such child. */
    static String text(XmlElement parent, String child, String before) {
        return parent.child(ConferenceInfo.NAMESPACE, child)
                .map(told -> cut(told.text()))
                .orElse(before);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }
}
