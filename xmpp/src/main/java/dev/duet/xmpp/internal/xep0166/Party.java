package dev.duet.xmpp.internal.xep0166;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.Locale;

/** The two sides of a session (XEP-0166 7.3, attribute {@code creator}). */
public enum Party {
    /** Who sent session-initiate. */
    INITIATOR,
    /** Who got it. */
    RESPONDER;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The other side. */
    public Party other() {
        return this == INITIATOR ? RESPONDER : INITIATOR;
    }

    static Party creatorOf(Xml content) throws JingleException {
        return switch (content.attribute("creator", "initiator")) {
            case "initiator" -> INITIATOR;
            case "responder" -> RESPONDER;
            default -> throw new JingleException("bad creator in content");
        };
    }
}
