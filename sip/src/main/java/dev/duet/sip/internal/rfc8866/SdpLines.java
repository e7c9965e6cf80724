package dev.duet.sip.internal.rfc8866;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a document, by section.
 *
 * @param session the lines before the first {@code m=}
 * @param media the lines of each medium, each section beginning with its {@code m=}
 */
record SdpLines(Section session, List<Section> media) {

    private static final int MAX_LENGTH = 65_536;
    private static final int MAX_LINES = 2000;
    private static final int MAX_MEDIA = 64;

    static SdpLines split(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException("more than " + MAX_LENGTH + " characters");
        }
        Section session = new Section(new ArrayList<>());
        List<Section> media = new ArrayList<>();
        Section current = session;
        List<String> rows = rows(text);
        if (rows.size() > MAX_LINES) {
            throw new SdpException("more than " + MAX_LINES + " lines");
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isEmpty()) {
                checkRest(rows.subList(i, rows.size()));
                break;
            }
            Line line = line(rows.get(i));
            checkOrder(session, line);
            if (line.type == 'm') {
                current = new Section(new ArrayList<>());
                media.add(current);
            }
            current.lines.add(line);
        }
        if (media.size() > MAX_MEDIA) {
            throw new SdpException("more than " + MAX_MEDIA + " media");
        }
        return new SdpLines(session, media);
    }

    /** Ended by CRLF, or, as some do it, by one of the two; the last may be empty. */
    private static List<String> rows(String text) {
        List<String> rows = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                rows.add(text.substring(start, i));
                i += c == '\r' && text.startsWith("\n", i + 1) ? 1 : 0;
                start = i + 1;
            }
        }
        rows.add(text.substring(start));
        return rows;
    }

    private static Line line(String row) throws SdpException {
        if (row.length() < 2 || row.charAt(1) != '=' || row.charAt(0) < 'a' || row.charAt(0) > 'z') {
            throw new SdpException("a line without type: \"" + shortened(row) + "\"");
        }
        if (row.indexOf('\0') >= 0) {
            throw new SdpException("a NUL character");
        }
        return new Line(row.charAt(0), row.substring(2).stripTrailing());
    }

    private static void checkOrder(Section session, Line line) throws SdpException {
        boolean first = session.lines.isEmpty();
        if (first != (line.type == 'v')) {
            throw new SdpException("v= is the first line, and stands there once");
        }
        if (first && !line.value.equals("0")) {
            throw new SdpException("version " + shortened(line.value) + ", only 0 is known");
        }
        if (session.lines.size() == 1 && line.type != 'o') {
            throw new SdpException("o= follows v=");
        }
    }

    /** An empty line may end the document, nothing may follow it. */
    private static void checkRest(List<String> rows) throws SdpException {
        for (String row : rows) {
            if (!row.isBlank()) {
                throw new SdpException("an empty line in the midst");
            }
        }
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /**
     * A line.
     *
     * @param type the letter before the equals sign
     * @param value what stands behind it
     */
    record Line(char type, String value) {

        /** For {@code a=}: the attribute's name. */
        String name() {
            int colon = value.indexOf(':');
            return colon < 0 ? value : value.substring(0, colon);
        }

        private boolean isNamed(String name) {
            return value.startsWith(name) && (value.length() == name.length() || value.charAt(name.length()) == ':');
        }

        /** For {@code a=}: all of it, a flag without a colon that nothing follows. */
        String flag() {
            return attribute().isEmpty() ? name() : value;
        }

        /** For {@code a=}: the attribute's value, empty for a flag. */
        String attribute() {
            int colon = value.indexOf(':');
            return colon < 0 ? "" : value.substring(colon + 1).strip();
        }
    }

    /** The lines of one section, in their order. */
    record Section(List<Line> lines) {

        /** The first line of a type, or null. */
        @Nullable
        String first(char type) {
            for (Line line : lines) {
                if (line.type == type) {
                    return line.value;
                }
            }
            return null;
        }

        /** The attributes, in their order. */
        List<Line> attributes() {
            return lines.stream().filter(line -> line.type == 'a').toList();
        }

        /** The values of all attributes by that name. */
        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            for (Line line : lines) {
                if (line.type == 'a' && line.isNamed(name)) {
                    values.add(line.attribute());
                }
            }
            return values;
        }

        /** The value of the first attribute by that name, or null. */
        @Nullable
        String value(String name) {
            List<String> values = all(name);
            return values.isEmpty() ? null : values.get(0);
        }
    }
}
