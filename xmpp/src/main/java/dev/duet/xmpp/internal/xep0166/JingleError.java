package dev.duet.xmpp.internal.xep0166;

import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xml.Xml;

/** How a request is refused (XEP-0166 8 and 10). */
public enum JingleError {
    /** Not well-formed. */
    BAD_REQUEST("modify", "bad-request", ""),
    /** There is no such content. */
    NO_SUCH_CONTENT("cancel", "item-not-found", ""),
    /** There is no such session. */
    UNKNOWN_SESSION("cancel", "item-not-found", "unknown-session"),
    /** Not now. */
    OUT_OF_ORDER("wait", "unexpected-request", "out-of-order"),
    /** The initiator's request goes first. */
    TIE_BREAK("cancel", "conflict", "tie-break"),
    /** The payload of a session-info or security-info is not known here. */
    UNSUPPORTED_INFO("modify", "feature-not-implemented", "unsupported-info"),
    /** We do not speak with strangers: the same as somebody says who has no Jingle. */
    NOT_FOR_YOU("cancel", "service-unavailable", "");

    /** The namespace of the conditions. */
    public static final String NAMESPACE = "urn:xmpp:jingle:errors:1";

    private final String type;
    private final String condition;
    private final String special;

    JingleError(String type, String condition, String special) {
        this.type = type;
        this.condition = condition;
        this.special = special;
    }

    /** The answer to that request. */
    public Xml reply(Xml iq) {
        Xml.Builder error = Xml.element("error", Xml.CLIENT)
                .attribute("type", type)
                .add(Xml.empty(condition, StanzaErrors.NAMESPACE));
        if (!special.isEmpty()) {
            error.add(Xml.empty(special, NAMESPACE));
        }
        return Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", iq.attribute("id"))
                .attribute("to", iq.attribute("from"))
                .add(error.build())
                .build();
    }
}
