package dev.duet.sip.internal.rfc8760;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters of a challenge or of credentials: {@code name=token} and {@code name="quoted"}, with commas. */
public final class AuthParameters {

    private final String text;
    private int at;

    private AuthParameters(String text) {
        this.text = text;
    }

    /** The parameters by lower-case name; empty when the text is not well-formed or names one twice. */
    public static Optional<Map<String, String>> parse(String text) {
        AuthParameters reader = new AuthParameters(text);
        Map<String, String> found = new LinkedHashMap<>();
        reader.skip();
        while (reader.at < text.length()) {
            String name = reader.token().toLowerCase(Locale.ROOT);
            reader.skip();
            if (name.isEmpty() || !reader.take('=')) {
                return Optional.empty();
            }
            reader.skip();
            Optional<String> value = reader.value();
            if (value.isEmpty() || found.put(name, value.get()) != null) {
                return Optional.empty();
            }
            reader.skip();
            if (reader.at < text.length() && !reader.take(',')) {
                return Optional.empty();
            }
            reader.skip();
        }
        return Optional.of(found);
    }

    /** A quoted string (RFC 3261 25.1). */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\r\n\0]", " ") + '"';
    }

    private Optional<String> value() {
        if (!take('"')) {
            String token = token();
            return token.isEmpty() ? Optional.empty() : Optional.of(token);
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return Optional.of(out.toString());
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            out.append(c);
        }
        return Optional.empty();
    }

    private String token() {
        int from = at;
        while (at < text.length() && ",= \t\r\n\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
