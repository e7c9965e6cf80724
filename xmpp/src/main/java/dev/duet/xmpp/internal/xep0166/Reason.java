package dev.duet.xmpp.internal.xep0166;

import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/**
 * Why something was done (XEP-0166 7.4).
 *
 * @param condition for example {@code success}; a word that we do not know is kept
 * @param text for people; may be empty
 */
public record Reason(String condition, String text) {

    /** A reason without a text. */
    public static Reason of(String condition) {
        return new Reason(condition, "");
    }

    /** The reason inside an element, or null. */
    public static @Nullable Reason in(Xml parent) {
        Xml reason = parent.child("reason", Jingle.NAMESPACE);
        if (reason == null) {
            return null;
        }
        for (Xml child : reason.children()) {
            if (child.namespace().equals(Jingle.NAMESPACE) && !child.name().equals("text")) {
                return new Reason(child.name(), reason.textOf("text"));
            }
        }
        return new Reason("general-error", reason.textOf("text"));
    }

    /** The element. */
    public Xml write() {
        Xml.Builder reason = Xml.element("reason", Jingle.NAMESPACE).add(Xml.empty(condition, Jingle.NAMESPACE));
        return text.isEmpty() ? reason.build() : reason.add("text", text).build();
    }
}
