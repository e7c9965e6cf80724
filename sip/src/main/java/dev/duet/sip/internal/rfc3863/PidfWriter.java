package dev.duet.sip.internal.rfc3863;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.OwnPresence;
import dev.duet.sip.internal.xml.XmlBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Writes own presence as a document with one tuple; activities stand with the person (RFC 4479, RFC 4480). */
public final class PidfWriter {

    private PidfWriter() {}

    /**
     * Writes a document.
     *
     * @param self whose presence it is
     * @param tupleId unlike among the devices of the user, and the same each time for one; an XML name
     */
    public static byte[] write(OwnPresence presence, Address self, String tupleId, Instant now) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<presence xmlns=\"").append(Pidf.NAMESPACE).append('"');
        xml.append(" xmlns:dm=\"").append(Pidf.DATA_MODEL).append('"');
        xml.append(" xmlns:rpid=\"").append(Pidf.RPID).append('"');
        xml.append(" entity=\"").append(XmlBody.escape(self.uri())).append("\">\n");
        tuple(xml, presence, self, tupleId, now);
        person(xml, presence, tupleId);
        return xml.append("</presence>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void tuple(StringBuilder xml, OwnPresence presence, Address self, String tupleId, Instant now) {
        boolean open = presence.availability().isOnline();
        xml.append("  <tuple id=\"").append(XmlBody.escape(tupleId)).append("\">\n");
        xml.append("    <status><basic>").append(open ? "open" : "closed").append("</basic>");
        String show = show(presence.availability());
        if (!show.isEmpty()) {
            xml.append("<show xmlns=\"").append(Pidf.XMPP_CLIENT).append("\">");
            xml.append(show).append("</show>");
        }
        xml.append("</status>\n    <contact>")
                .append(XmlBody.escape(self.uri()))
                .append("</contact>\n");
        if (!presence.note().isEmpty()) {
            xml.append("    <note>").append(XmlBody.escape(presence.note())).append("</note>\n");
        }
        xml.append("    <timestamp>").append(now).append("</timestamp>\n  </tuple>\n");
    }

    private static void person(StringBuilder xml, OwnPresence presence, String tupleId) {
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        activities.addAll(presence.activities());
        boolean away =
                presence.availability() == Availability.AWAY || presence.availability() == Availability.EXTENDED_AWAY;
        boolean busy = presence.availability() == Availability.DO_NOT_DISTURB;
        if (activities.isEmpty() && !away && !busy) {
            return;
        }
        if (busy) {
            activities.add(Activity.BUSY); // for those who do not know XMPP's show
        }
        xml.append("  <dm:person id=\"p-").append(XmlBody.escape(tupleId)).append("\"><rpid:activities>");
        if (away) {
            xml.append("<rpid:away/>");
        }
        activities.forEach(
                activity -> xml.append("<rpid:").append(Rpid.name(activity)).append("/>"));
        xml.append("</rpid:activities></dm:person>\n");
    }

    private static String show(Availability availability) {
        return switch (availability) {
            case CHATTY -> "chat";
            case AWAY -> "away";
            case EXTENDED_AWAY -> "xa";
            case DO_NOT_DISTURB -> "dnd";
            default -> "";
        };
    }
}
