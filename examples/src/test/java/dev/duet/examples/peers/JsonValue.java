package dev.duet.examples.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a JSON text (RFC 8259) says; asked for a member that is not there, it tells the whole text. */
record JsonValue(@Nullable Object value) {

    static JsonValue read(String text) {
        Reader reader = new Reader(text);
        JsonValue read = new JsonValue(reader.value());
        reader.end();
        return read;
    }

    /** Maps, iterables, texts, numbers, truth values and null. */
    static String write(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Map<?, ?> map) {
            return joined('{', '}', map.entrySet(), entry -> write(entry.getKey()) + ":" + write(entry.getValue()));
        }
        if (value instanceof Iterable<?> list) {
            return joined('[', ']', list, JsonValue::write);
        }
        if (value instanceof JsonValue json) {
            return write(json.value());
        }
        StringBuilder out = new StringBuilder("\"");
        value.toString().chars().forEach(c -> {
            if (c == '"' || c == '\\' || c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    private static <T> String joined(char first, char last, Iterable<T> items, Function<T, String> text) {
        StringBuilder out = new StringBuilder().append(first);
        for (T item : items) {
            out.append(out.length() == 1 ? "" : ",").append(text.apply(item));
        }
        return out.append(last).toString();
    }

    /** The member at the end of those names. */
    JsonValue at(String... names) {
        JsonValue found = this;
        for (String name : names) {
            if (!found.has(name)) {
                throw new IllegalStateException("No " + String.join(".", names) + " in " + write(value));
            }
            found = new JsonValue(((Map<?, ?>) found.value).get(name));
        }
        return found;
    }

    boolean has(String name) {
        return value instanceof Map<?, ?> map && map.get(name) != null;
    }

    String text() {
        return String.valueOf(value);
    }

    /** The text at that name, or nothing of length 0. */
    String textAt(String name) {
        return has(name) ? at(name).text() : "";
    }

    double number() {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("No number, but " + write(value));
    }

    List<JsonValue> list() {
        return ((List<?>) value).stream().map(JsonValue::new).toList();
    }

    @Override
    public String toString() {
        return write(value);
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        @Nullable
        Object value() {
            switch (peek()) {
                case '{':
                    return object();
                case '[':
                    return list();
                case '"':
                    return string();
                default:
                    int start = at;
                    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                        at++;
                    }
                    String word = text.substring(start, at);
                    return switch (word) {
                        case "null" -> null;
                        case "true" -> Boolean.TRUE;
                        case "false" -> Boolean.FALSE;
                        default -> Double.valueOf(word);
                    };
            }
        }

        private Map<String, @Nullable Object> object() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            expect('{');
            while (peek() != '}') {
                String name = string();
                expect(':');
                members.put(name, value());
                if (peek() != '}') {
                    expect(',');
                }
            }
            expect('}');
            return members;
        }

        private List<@Nullable Object> list() {
            List<@Nullable Object> items = new ArrayList<>();
            expect('[');
            while (peek() != ']') {
                items.add(value());
                if (peek() != ']') {
                    expect(',');
                }
            }
            expect(']');
            return items;
        }

        private String string() {
            expect('"');
            StringBuilder out = new StringBuilder();
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                out.append(c == '\\' ? escaped() : c);
            }
            at++;
            return out.toString();
        }

        private char escaped() {
            char c = text.charAt(at++);
            if (c == 'u') {
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            int known = "bfnrt".indexOf(c);
            return known < 0 ? c : "\b\f\n\r\t".charAt(known);
        }

        private char peek() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) {
                throw new IllegalArgumentException("No " + c + " at " + at + " of " + text);
            }
            at++;
        }

        void end() {
            if (!text.substring(at).isBlank()) {
                throw new IllegalArgumentException("More than a value: " + text);
            }
        }
    }
}
