package dev.duet.examples.phone;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server as it is given on the command line: {@code H:PORT}, {@code H:PORT;transport=tls}, {@code [::1]:5061}.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535, or 0 when none was given
 * @param parameter the value of the one parameter that is known, in lower case; empty when it was not given
 */
record ServerAddress(String host, int port, String parameter) {

    private static final Pattern FORM = Pattern.compile("(?:\\[(?<v6>[^\\[\\]\\s]*:[^\\[\\]\\s]*)\\]"
            + "|(?<host>[^:;\\[\\]\\s]+))"
            + "(?::(?<port>\\d{1,5}))?"
            + "(?:;(?<rest>.*))?");

    /**
     * Reads it.
     *
     * @param known the name of the parameter that is understood
     * @throws IllegalArgumentException when the text is nothing of the kind; the message tells how it is written
     */
    static ServerAddress parse(String text, String known) {
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no server; write HOST:PORT or HOST:PORT;" + known + "=...");
        }
        String host = matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
        int port = matcher.group("port") == null ? 0 : Integer.parseInt(matcher.group("port"));
        if (port > 65_535) {
            throw new IllegalArgumentException("A port is 1 to 65535, unlike " + port);
        }
        String rest = matcher.group("rest") == null ? "" : matcher.group("rest").trim();
        return new ServerAddress(host, port, parameter(rest, known));
    }

    /** Reads several, with commas between them and one parameter for all; at least one. */
    static List<ServerAddress> parseAll(String text, String known) {
        int end = text.indexOf(';');
        String parameter = end < 0 ? "" : text.substring(end);
        String places = end < 0 ? text : text.substring(0, end);
        return Stream.of(places.split(",", -1))
                .map(place -> parse(place + parameter, known))
                .toList();
    }

    private static String parameter(String rest, String known) {
        if (rest.isEmpty()) {
            return "";
        }
        int equals = rest.indexOf('=');
        if (equals < 0 || !rest.substring(0, equals).trim().equalsIgnoreCase(known)) {
            throw new IllegalArgumentException("\";" + rest + "\" is not understood; there is only ;" + known + "=...");
        }
        return rest.substring(equals + 1).trim().toLowerCase(Locale.ROOT);
    }
}
