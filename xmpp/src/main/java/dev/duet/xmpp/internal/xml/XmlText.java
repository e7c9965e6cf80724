package dev.duet.xmpp.internal.xml;

/** Text inside XML. */
final class XmlText {

    private XmlText() {}

    /**
     * Appends a text with the five special characters escaped. A character that XML 1.0 does not allow (2.2) becomes
     * U+FFFD: what a user pastes into a message must not cost the whole stream.
     */
    static void escape(StringBuilder out, String text) {
        int first = firstToEscape(text);
        out.append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\n', '\t' -> out.append(c);
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(isAllowed(c) ? c : '\uFFFD');
                    }
                }
            }
        }
    }

    /** Where the part begins that has to be looked at: most texts have none. */
    private static int firstToEscape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\'' || c == '"' || c >= Character.MIN_SURROGATE) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isAllowed(char c) {
        return c >= 0x20 && !Character.isSurrogate(c) && c != 0xFFFE && c != 0xFFFF;
    }
}
