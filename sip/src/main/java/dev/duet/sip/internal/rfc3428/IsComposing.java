package dev.duet.sip.internal.rfc3428;

import dev.duet.sip.internal.xml.XmlElement;
import dev.duet.sip.internal.xml.XmlException;
import java.time.Duration;

/**
 * A composing notice (RFC 3994).
 *
 * @param active true while somebody types
 * @param refresh how long that holds without another notice
 */
record IsComposing(boolean active, Duration refresh) {

    static final String MEDIA_TYPE = "application/im-iscomposing+xml";
    static final Duration DEFAULT_REFRESH = Duration.ofSeconds(120);
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";

    static IsComposing parse(byte[] body) throws XmlException {
        XmlElement root = XmlElement.parse(body);
        if (!root.is(NAMESPACE, "isComposing")) {
            throw new XmlException("no isComposing element");
        }
        String state = root.child(NAMESPACE, "state").map(XmlElement::text).orElse("idle");
        String refresh = root.child(NAMESPACE, "refresh").map(XmlElement::text).orElse("");
        Duration holds =
                refresh.matches("[1-9][0-9]{0,4}") ? Duration.ofSeconds(Integer.parseInt(refresh)) : DEFAULT_REFRESH;
        return new IsComposing(state.equals("active"), holds);
    }

    String text() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<isComposing xmlns=\"" + NAMESPACE + "\"><state>"
                + (active ? "active" : "idle") + "</state><contenttype>text/plain</contenttype>"
                + (active ? "<refresh>" + refresh.toSeconds() + "</refresh>" : "") + "</isComposing>\n";
    }
}
