package dev.duet.xmpp.internal.xep0166;

import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xml.Xml;
import org.jspecify.annotations.Nullable;

/**
 * Why something was done (XEP-0166 7.4).
 *
 * @param condition for example {@code success}; a word that we do not know is kept
 * @param text for people; may be empty
 * @param redirect the URI of whom to call instead, as in the error of that name (XEP-0166 6.3.2, RFC 6120 8.3.3.13);
 *     empty for nobody
 */
public record Reason(String condition, String text, String redirect) {

    private static final String REDIRECT = "redirect";

    /** A reason that names nobody else. */
    public Reason(String condition, String text) {
        this(condition, text, "");
    }

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
        Xml redirect = reason.child(REDIRECT, StanzaErrors.NAMESPACE);
        String instead = redirect == null ? "" : redirect.text().strip();
        for (Xml child : reason.children()) {
            if (child.namespace().equals(Jingle.NAMESPACE) && !child.name().equals("text")) {
                return new Reason(child.name(), reason.textOf("text"), instead);
            }
        }
        return new Reason("general-error", reason.textOf("text"), instead);
    }

    /** The element. */
    public Xml write() {
        Xml.Builder reason = Xml.element("reason", Jingle.NAMESPACE).add(Xml.empty(condition, Jingle.NAMESPACE));
        if (!text.isEmpty()) {
            reason.add("text", text);
        }
        if (!redirect.isEmpty()) {
            reason.add(
                    Xml.element(REDIRECT, StanzaErrors.NAMESPACE).text(redirect).build());
        }
        return reason.build();
    }
}
