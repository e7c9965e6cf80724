package dev.duet.sandbox.internal.xmpp.stanza;

import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Locale;

/** The conditions of stanza errors, RFC 6120 8.3.3, each with the error type that the section gives for it. */
public enum StanzaCondition {
    BAD_REQUEST("modify"),
    CONFLICT("cancel"),
    FEATURE_NOT_IMPLEMENTED("cancel"),
    FORBIDDEN("auth"),
    GONE("cancel"),
    INTERNAL_SERVER_ERROR("cancel"),
    ITEM_NOT_FOUND("cancel"),
    JID_MALFORMED("modify"),
    NOT_ACCEPTABLE("modify"),
    NOT_ALLOWED("cancel"),
    NOT_AUTHORIZED("auth"),
    POLICY_VIOLATION("modify"),
    RECIPIENT_UNAVAILABLE("wait"),
    REDIRECT("modify"),
    REGISTRATION_REQUIRED("auth"),
    REMOTE_SERVER_NOT_FOUND("cancel"),
    REMOTE_SERVER_TIMEOUT("wait"),
    RESOURCE_CONSTRAINT("wait"),
    SERVICE_UNAVAILABLE("cancel"),
    SUBSCRIPTION_REQUIRED("auth"),
    UNDEFINED_CONDITION("cancel"),
    UNEXPECTED_REQUEST("wait");

    private final String type;

    StanzaCondition(String type) {
        this.type = type;
    }

    /** The element name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The condition of that element name. */
    public static StanzaCondition ofWire(String name) {
        for (StanzaCondition condition : values()) {
            if (condition.wire().equals(name)) {
                return condition;
            }
        }
        throw new IllegalArgumentException("No stanza error condition of RFC 6120 8.3.3: " + name);
    }

    /** The {@code <error/>} element. */
    public Element element() {
        return Element.of(Ns.CLIENT, "error").with("type", type).with(Element.of(Ns.STANZA_ERRORS, wire()));
    }
}
