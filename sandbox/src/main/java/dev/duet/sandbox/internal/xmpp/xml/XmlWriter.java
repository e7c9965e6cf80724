package dev.duet.sandbox.internal.xmpp.xml;

import java.util.Map;

/** Turns elements into XML text. */
public final class XmlWriter {

    /** The namespace whose prefix {@code stream} every stream declares in its header. */
    public static final String STREAMS = "http://etherx.jabber.org/streams";

    private XmlWriter() {}

    /** The text of that element where the given namespace is already the default one. */
    public static String write(Element element, String defaultNamespace) {
        StringBuilder out = new StringBuilder(256);
        write(out, element, defaultNamespace);
        return out.toString();
    }

    private static void write(StringBuilder out, Element element, String outer) {
        boolean prefixed = element.namespace().equals(STREAMS);
        String name = prefixed ? "stream:" + element.name() : element.name();
        String inner = prefixed ? outer : element.namespace();
        out.append('<').append(name);
        if (!inner.equals(outer)) {
            attribute(out, "xmlns", inner);
        }
        int prefixes = 0;
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            String key = attribute.getKey();
            int brace = key.startsWith("{") ? key.indexOf('}') : -1;
            if (brace < 0) {
                attribute(out, key, attribute.getValue());
            } else {
                String prefix = "ns" + prefixes++;
                attribute(out, "xmlns:" + prefix, key.substring(1, brace));
                attribute(out, prefix + ":" + key.substring(brace + 1), attribute.getValue());
            }
        }
        if (element.nodes().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (Node node : element.nodes()) {
            if (node instanceof Element child) {
                write(out, child, inner);
            } else if (node instanceof Text text) {
                escape(out, text.value());
            }
        }
        out.append("</").append(name).append('>');
    }

    private static void attribute(StringBuilder out, String name, String value) {
        out.append(' ').append(name).append("='");
        escape(out, value);
        out.append('\'');
    }

    /** The text with everything escaped that could end an attribute or an element. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        escape(out, text);
        return out.toString();
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(isXmlCharacter(c) ? c : '\uFFFD');
            }
        }
    }

    /** XML 1.0 section 2.2, production Char. */
    private static boolean isXmlCharacter(int c) {
        return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
