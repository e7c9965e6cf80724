package dev.duet.xmpp.internal.xep0428;

import dev.duet.xmpp.internal.xml.Xml;

/** The part of a text that is there for those who do not know an extension (XEP-0428). Positions count code points. */
public final class Fallback {

    /** The namespace. */
    public static final String NAMESPACE = "urn:xmpp:fallback:0";

    private Fallback() {}

    /** Says that the whole text is there for want of that extension. */
    public static Xml whole(String extension) {
        return Xml.element("fallback", NAMESPACE).attribute("for", extension).build();
    }

    /** Says that the body is there for want of that extension, whatever else the message has. */
    public static Xml body(String extension) {
        return Xml.element("fallback", NAMESPACE)
                .attribute("for", extension)
                .add(Xml.empty("body", NAMESPACE))
                .build();
    }

    /** Says that the text begins with what is there for want of that extension. */
    public static Xml prefix(String extension, String prefix) {
        Xml body = Xml.element("body", NAMESPACE)
                .attribute("start", "0")
                .attribute("end", Integer.toString(prefix.codePointCount(0, prefix.length())))
                .build();
        return Xml.element("fallback", NAMESPACE)
                .attribute("for", extension)
                .add(body)
                .build();
    }

    /**
     * A text in two parts.
     *
     * @param before what is there for want of the extension
     * @param rest what is meant
     */
    public record Split(String before, String rest) {}

    /** Takes a text apart. What is not well-formed marks nothing. */
    public static Split split(Xml message, String extension, String text) {
        for (Xml fallback : message.children("fallback", NAMESPACE)) {
            if (fallback.attribute("for", "").equals(extension)) {
                Xml body = fallback.child("body", NAMESPACE);
                return body == null ? all(fallback, text) : cut(body, text);
            }
        }
        return new Split("", text);
    }

    private static Split all(Xml fallback, String text) {
        return fallback.children().isEmpty() ? new Split(text, "") : new Split("", text);
    }

    private static Split cut(Xml body, String text) {
        int length = text.codePointCount(0, text.length());
        int start = position(body.attribute("start", "0"), length);
        int end = position(body.attribute("end", Integer.toString(length)), length);
        if (start < 0 || end < start) {
            return new Split("", text);
        }
        int from = text.offsetByCodePoints(0, start);
        int to = text.offsetByCodePoints(0, end);
        return new Split(text.substring(from, to), text.substring(0, from) + text.substring(to));
    }

    private static int position(String text, int most) {
        try {
            int position = Integer.parseInt(text.strip());
            return position > most ? -1 : position;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
