package dev.duet.sip.internal.rfc3994;

import dev.duet.model.ChatState;
import dev.duet.sip.internal.xml.Element;
import dev.duet.sip.internal.xml.MalformedBody;
import dev.duet.sip.internal.xml.XmlBody;
import java.nio.charset.StandardCharsets;

/** Typing notices: {@code application/im-iscomposing+xml}. */
public final class IsComposing {

    /** The body's type. */
    public static final String TYPE = "application";
    /** The body's subtype. */
    public static final String SUBTYPE = "im-iscomposing+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";

    private IsComposing() {}

    /** Reads a notice. */
    public static ChatState read(byte[] body) throws MalformedBody {
        Element root = XmlBody.read(body);
        if (!root.is(NAMESPACE, "isComposing")) {
            throw new MalformedBody("Not a typing notice: " + root.name());
        }
        String state = root.child(NAMESPACE, "state")
                .map(Element::text)
                .orElseThrow(() -> new MalformedBody("A typing notice without state"));
        // Any state but active means idle (RFC 3994 5).
        return state.equals("active") ? ChatState.COMPOSING : ChatState.ACTIVE;
    }

    /**
     * Writes a notice.
     *
     * @param refreshSeconds how long the notice holds without another, while somebody types (RFC 3994 3.2)
     */
    public static byte[] write(ChatState state, int refreshSeconds) {
        boolean typing = state == ChatState.COMPOSING;
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<isComposing xmlns=\"" + NAMESPACE + "\"><state>"
                + (typing ? "active" : "idle") + "</state><contenttype>text/plain</contenttype>"
                + (typing ? "<refresh>" + refreshSeconds + "</refresh>" : "") + "</isComposing>\n";
        return xml.getBytes(StandardCharsets.UTF_8);
    }
}
