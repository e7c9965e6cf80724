package dev.duet.sip.internal.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header part of a message before anybody parses it: to see what JAIN-SIP's parser is too lenient to see, and to
 * answer what it cannot read.
 *
 * @param firstLine the request or status line
 * @param headers in their order, names in lower case and not compact, folded lines joined
 */
record RawHeaders(String firstLine, List<Map.Entry<String, String>> headers) {

    private static final Map<String, String> COMPACT = Map.of(
            "v",
            "via",
            "f",
            "from",
            "t",
            "to",
            "i",
            "call-id",
            "l",
            "content-length",
            "m",
            "contact",
            "c",
            "content-type",
            "r",
            "refer-to",
            "b",
            "referred-by");

    private static final Set<String> COPIED = Set.of("via", "from", "to", "call-id", "cseq");

    static RawHeaders of(byte[] message) {
        int end = endOfHeaders(message);
        String text = new String(message, 0, end < 0 ? message.length : end, StandardCharsets.UTF_8);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        int first = endOfLine(text, 0);
        for (int from = next(text, first); from < text.length(); ) {
            int to = endOfLine(text, from);
            add(headers, text.substring(from, to));
            from = next(text, to);
        }
        return new RawHeaders(text.substring(0, first), headers);
    }

    private static void add(List<Map.Entry<String, String>> headers, String line) {
        int last = headers.size() - 1;
        int colon = line.indexOf(':');
        if ((line.startsWith(" ") || line.startsWith("\t")) && last >= 0) {
            Map.Entry<String, String> folded = headers.get(last);
            headers.set(last, Map.entry(folded.getKey(), folded.getValue() + " " + line.strip()));
        } else if (colon > 0) {
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.add(Map.entry(
                    COMPACT.getOrDefault(name, name), line.substring(colon + 1).strip()));
        }
    }

    private static int endOfLine(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\r' && text.charAt(at) != '\n') {
            at++;
        }
        return at;
    }

    /** Where the line behind that end of a line begins. */
    private static int next(String text, int end) {
        return end + (text.startsWith("\r\n", end) ? 2 : 1);
    }

    /** Where the line between headers and body is, behind its end; -1 without one. */
    static int endOfHeaders(byte[] bytes) {
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    boolean isRequest() {
        return !firstLine.startsWith("SIP/");
    }

    List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equals(name)) {
                values.add(header.getValue());
            }
        }
        return values;
    }

    /**
     * A response made of the request's own lines; null where none may or can be sent: to an ACK, to a response, or
     * without the headers that a response needs, or with characters in them that no message may have.
     */
    byte @Nullable [] response(int status, String reason) {
        List<String> vias = all("via");
        boolean complete = !vias.isEmpty()
                && List.of("from", "to", "call-id", "cseq").stream()
                        .noneMatch(name -> all(name).isEmpty());
        if (!isRequest() || firstLine.startsWith("ACK ") || !complete || hasControls()) {
            return null;
        }
        StringBuilder out = new StringBuilder("SIP/2.0 ")
                .append(status)
                .append(' ')
                .append(reason)
                .append("\r\n");
        vias.forEach(via -> out.append("Via: ").append(via).append("\r\n"));
        String to = all("to").get(0);
        out.append("From: ").append(all("from").get(0)).append("\r\n");
        out.append("To: ")
                .append(to)
                .append(to.contains("tag=") ? "" : ";tag=" + Tokens.random(8))
                .append("\r\n");
        out.append("Call-ID: ").append(all("call-id").get(0)).append("\r\n");
        out.append("CSeq: ").append(all("cseq").get(0)).append("\r\n");
        return out.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean hasControls() {
        return hasControls(COPIED);
    }

    /** True when one of those headers has a character that none may have outside of a quoted string. */
    boolean hasControls(Set<String> names) {
        return headers.stream()
                .filter(header -> names.contains(header.getKey()))
                .anyMatch(header -> header.getValue().chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F));
    }
}
