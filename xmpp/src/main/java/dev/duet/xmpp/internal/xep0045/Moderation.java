package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.MessageContent;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What moderators take back (XEP-0425), in its words and in those of version 0.2, which servers still have. Pure. */
final class Moderation {

    static final String NAMESPACE = "urn:xmpp:message-moderate:1";
    static final String EARLIER = "urn:xmpp:message-moderate:0";

    private static final String RETRACT = "urn:xmpp:message-retract:1";
    private static final String EARLIER_RETRACT = "urn:xmpp:message-retract:0";
    private static final String FASTEN = "urn:xmpp:fasten:0";

    private Moderation() {}

    /** The request to take back that message; null for a room that cannot. */
    static @Nullable Xml request(Set<String> features, String archiveId, String reason) {
        if (features.contains(NAMESPACE)) {
            return withReason(
                            Xml.element("moderate", NAMESPACE)
                                    .attribute("id", archiveId)
                                    .add(Xml.empty("retract", RETRACT)),
                            reason)
                    .build();
        }
        if (features.contains(EARLIER)) {
            Xml.Builder moderate = Xml.element("moderate", EARLIER).add(Xml.empty("retract", EARLIER_RETRACT));
            return Xml.element("apply-to", FASTEN)
                    .attribute("id", archiveId)
                    .add(withReason(moderate, reason).build())
                    .build();
        }
        return null;
    }

    private static Xml.Builder withReason(Xml.Builder moderate, String reason) {
        return reason.isEmpty() ? moderate : moderate.add("reason", reason);
    }

    /** What a message of the room itself takes back; null for nothing. */
    static MessageContent.@Nullable Moderation read(Xml message) {
        Xml retract = message.child("retract", RETRACT);
        Xml moderated = retract == null ? null : retract.child("moderated", NAMESPACE);
        if (moderated != null) {
            return read(retract.attribute("id", ""), moderated, retract.textOf("reason"));
        }
        Xml applied = message.child("apply-to", FASTEN);
        Xml earlier = applied == null ? null : applied.child("moderated", EARLIER);
        return earlier == null || !earlier.has("retract", EARLIER_RETRACT)
                ? null
                : read(applied.attribute("id", ""), earlier, earlier.textOf("reason"));
    }

    private static MessageContent.@Nullable Moderation read(String id, Xml moderated, String reason) {
        Address.Xmpp by = Jids.read(moderated.attribute("by"));
        return id.isEmpty()
                ? null
                : new MessageContent.Moderation(id, by == null ? "" : RoomCodec.nickname(by), reason);
    }
}
