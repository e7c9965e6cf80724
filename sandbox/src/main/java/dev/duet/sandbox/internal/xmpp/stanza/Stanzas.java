package dev.duet.sandbox.internal.xmpp.stanza;

import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Making and reading messages, presences and IQs. */
public final class Stanzas {

    private static final Set<String> KINDS = Set.of("message", "presence", "iq");

    private Stanzas() {}

    public static boolean isStanza(Element element) {
        return element.namespace().equals(Ns.CLIENT) && KINDS.contains(element.name());
    }

    public static String type(Element stanza) {
        return stanza.attribute("type", "");
    }

    public static boolean isError(Element stanza) {
        return type(stanza).equals("error");
    }

    /** True for an IQ that must be answered. */
    public static boolean isRequest(Element stanza) {
        return stanza.name().equals("iq")
                && (type(stanza).equals("get") || type(stanza).equals("set"));
    }

    /** The address in that attribute, null if there is none. */
    public static @Nullable Jid address(Element stanza, String attribute) {
        String text = stanza.attribute(attribute);
        return text == null ? null : Jid.parse(text);
    }

    public static Element presence(@Nullable String type, Jid from, Jid to) {
        return Element.of(Ns.CLIENT, "presence")
                .with("type", type)
                .with("from", from.toString())
                .with("to", to.toString());
    }

    /** A result for that IQ, from where it was sent to. */
    public static Element result(Element request) {
        return swapped(request, "result");
    }

    /** An error for that stanza, from where it was sent to. */
    public static Element error(Element stanza, StanzaCondition condition) {
        return swapped(stanza, "error").with(condition.element());
    }

    /** With a condition of an application's own. */
    public static Element error(Element stanza, StanzaCondition condition, Element own) {
        return swapped(stanza, "error").with(condition.element().with(own));
    }

    /** With a {@code <text/>} for people. */
    public static Element error(Element stanza, StanzaCondition condition, String text) {
        Element words =
                Element.of(Ns.STANZA_ERRORS, "text").with("xml:lang", "en").withText(text);
        return swapped(stanza, "error").with(condition.element().with(words));
    }

    private static Element swapped(Element stanza, String type) {
        return Element.of(stanza.namespace(), stanza.name())
                .with("type", type)
                .with("id", stanza.attribute("id"))
                .with("from", stanza.attribute("to"))
                .with("to", stanza.attribute("from"));
    }
}
