package dev.duet.sip.internal.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An element of a header that lists addresses with parameters (RFC 3261 25.1), for those that JAIN-SIP has no class for
 * or reads wrong. It need not be well-formed: what is no URI is found out by whoever wants one.
 *
 * @param name the display name, without its quotes; may be empty
 * @param uri what is in the angle brackets; without those all before the first parameter
 * @param parameters by names in lower case, values without their quotes
 */
public record NameAddr(String name, String uri, Map<String, String> parameters) {

    /**
     * The elements of all headers by a name.
     *
     * @param values the headers' values
     * @param most what comes after so many is left out
     */
    public static List<NameAddr> in(List<String> values, int most) {
        List<NameAddr> found = new ArrayList<>();
        for (String value : values) {
            for (String element : split(value, ',', most)) {
                if (found.size() < most && !element.isEmpty()) {
                    found.add(parse(element));
                }
            }
        }
        return found;
    }

    private static NameAddr parse(String element) {
        int open = outside(element, '<', 0);
        int close = open < 0 ? -1 : element.indexOf('>', open);
        String name = "";
        String uri;
        String rest;
        if (close > 0) {
            name = unquoted(element.substring(0, open).strip());
            uri = element.substring(open + 1, close).strip();
            rest = element.substring(close + 1);
        } else {
            int semicolon = outside(element, ';', 0);
            uri = semicolon < 0 ? element : element.substring(0, semicolon).strip();
            rest = semicolon < 0 ? "" : element.substring(semicolon);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : split(rest, ';', Integer.MAX_VALUE)) {
            int equals = parameter.indexOf('=');
            String key = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1).strip();
            parameters.putIfAbsent(key.strip().toLowerCase(Locale.ROOT), unquoted(value));
        }
        parameters.remove("");
        return new NameAddr(name, uri, parameters);
    }

    /** The parts between separators, stripped; all after so many is one part that nobody looks at. */
    private static List<String> split(String text, char separator, int most) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = outside(text, separator, 0); at >= 0 && parts.size() < most; ) {
            parts.add(text.substring(from, at).strip());
            from = at + 1;
            at = outside(text, separator, from);
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    /** Where a character is next outside of quotes and angle brackets; -1 for nowhere. */
    private static int outside(String text, char wanted, int from) {
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else {
                    quoted = c != '"';
                }
            } else if (c == wanted && !bracketed) {
                return i;
            } else if (c == '"' && !bracketed) {
                quoted = true;
            } else if (c == '<') {
                bracketed = true;
            } else if (c == '>') {
                bracketed = false;
            }
        }
        return -1;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }
}
