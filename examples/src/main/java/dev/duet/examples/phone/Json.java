package dev.duet.examples.phone;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259) on one line; all else as its text. */
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String of(Map<String, ?> object) {
        Json json = new Json();
        json.object(object);
        return json.out.toString();
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Collection<?> list) {
            list(list);
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            out.append("null"); // JSON has no such number
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            text(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            text(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void list(Collection<?> list) {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            value(item);
            separator = ",";
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> plain(c);
            }
        }
        out.append('"');
    }

    /** A line separator of Unicode would end the line for some readers. */
    private void plain(char c) {
        if (c < 0x20 || c == 0x7f || c == 0x85 || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
