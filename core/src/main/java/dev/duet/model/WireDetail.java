package dev.duet.model;

import java.util.Objects;

/**
 * The wire's own words about an outcome.
 *
 * @param protocol which protocol said it
 * @param status the SIP status code, 100 to 699; 0 when there is none, as in XMPP
 * @param condition the XMPP condition, such as {@code not-authorized}; empty for SIP
 * @param text the SIP reason phrase, or the text of the XMPP error; may be empty, never null
 */
public record WireDetail(Protocol protocol, int status, String condition, String text) {

    public WireDetail {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(text, "text");
    }

    /** What a SIP response said. */
    public static WireDetail sip(int status, String reasonPhrase) {
        return new WireDetail(Protocol.SIP, status, "", reasonPhrase);
    }

    /** What an XMPP error said. */
    public static WireDetail xmpp(String condition, String text) {
        return new WireDetail(Protocol.XMPP, 0, condition, text);
    }

    @Override
    public String toString() {
        String head = protocol == Protocol.SIP ? Integer.toString(status) : condition;
        return text.isEmpty() ? head : head + " " + text;
    }
}
