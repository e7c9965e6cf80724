package dev.duet.sip.internal.rfc4575;

import dev.duet.sip.internal.xml.XmlElement;

/** What an element is to what was told before (RFC 4575). */
enum Change {
    /** It takes its place. */
    FULL,
    /** It tells what changed. */
    PARTIAL,
    /** It is gone. */
    DELETED;

    /** What an element says; the usual when it says nothing, or nothing that is known. */
    static Change of(XmlElement element, Change usual) {
        return switch (element.attribute("state")) {
            case "full" -> FULL;
            case "partial" -> PARTIAL;
            case "deleted" -> DELETED;
            default -> usual;
        };
    }
}
