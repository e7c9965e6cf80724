package dev.duet.xmpp.internal.xep0166;

import dev.duet.model.MediaDirection;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Locale;

/** Who sends (XEP-0166 7.3, attribute {@code senders}; XEP-0294 has the same words). */
public enum Senders {
    /** Both sides. */
    BOTH,
    /** The initiator alone. */
    INITIATOR,
    /** Neither. */
    NONE,
    /** The responder alone. */
    RESPONDER;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What an element says; both when it says nothing. */
    public static Senders of(Xml element) throws JingleException {
        return switch (element.attribute("senders", "both")) {
            case "both" -> BOTH;
            case "initiator" -> INITIATOR;
            case "none" -> NONE;
            case "responder" -> RESPONDER;
            default -> throw new JingleException("bad senders in " + element.name());
        };
    }

    /** What a direction means that is seen from that side. */
    public static Senders of(MediaDirection direction, Party seenBy) {
        return switch (direction) {
            case SENDRECV -> BOTH;
            case INACTIVE -> NONE;
            case SENDONLY -> seenBy == Party.INITIATOR ? INITIATOR : RESPONDER;
            case RECVONLY -> seenBy == Party.INITIATOR ? RESPONDER : INITIATOR;
        };
    }

    /** The direction, seen from that side. */
    public MediaDirection direction(Party seenBy) {
        return switch (this) {
            case BOTH -> MediaDirection.SENDRECV;
            case NONE -> MediaDirection.INACTIVE;
            case INITIATOR -> seenBy == Party.INITIATOR ? MediaDirection.SENDONLY : MediaDirection.RECVONLY;
            case RESPONDER -> seenBy == Party.RESPONDER ? MediaDirection.SENDONLY : MediaDirection.RECVONLY;
        };
    }
}
