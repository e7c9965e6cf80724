package dev.duet.sip.internal.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    static RawHeaders of(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = (end < 0 ? text : text.substring(0, end)).split("\r\n|\n|\r");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            int last = headers.size() - 1;
            int colon = line.indexOf(':');
            if ((line.startsWith(" ") || line.startsWith("\t")) && last >= 0) {
                Map.Entry<String, String> folded = headers.get(last);
                headers.set(last, Map.entry(folded.getKey(), folded.getValue() + " " + line.strip()));
            } else if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.add(Map.entry(
                        COMPACT.getOrDefault(name, name),
                        line.substring(colon + 1).strip()));
            }
        }
        return new RawHeaders(lines.length == 0 ? "" : lines[0], headers);
    }

    boolean isRequest() {
        return !firstLine.startsWith("SIP/");
    }

    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * A response made of the request's own lines; null where none may or can be sent: to an ACK, to a response, or
     * without the headers that a response needs.
     */
    byte @Nullable [] response(int status, String reason) {
        List<String> vias = all("via");
        boolean complete = !vias.isEmpty()
                && List.of("from", "to", "call-id", "cseq").stream()
                        .noneMatch(name -> all(name).isEmpty());
        if (!isRequest() || firstLine.startsWith("ACK ") || !complete) {
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
}
