package dev.duet.sip.internal.stack;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SIP message as text, as a trace shows it. Pure. */
record TracedText(String head, String body) {

    private static final Pattern BRANCH = Pattern.compile("(?i);[ \\t]*branch[ \\t]*=[ \\t]*([^;,\\s]+)");
    private static final Pattern TAG = Pattern.compile("(?i);[ \\t]*tag[ \\t]*=[ \\t]*([^;,\\s]+)");
    private static final Pattern TECHNICAL =
            Pattern.compile("(?i)(?:application/(?:sdp|trickle-ice-sdpfrag)|message/sipfrag)\\b.*");

    static TracedText of(String message) {
        int end = message.indexOf("\r\n\r\n");
        return end < 0
                ? new TracedText(message, "")
                : new TracedText(message.substring(0, end), message.substring(end + 4));
    }

    /** The value of the first header by that name or its compact name; empty when there is none. */
    String header(String name, String compact) {
        for (int at = head.indexOf('\n'); at >= 0; at = head.indexOf('\n', at + 1)) {
            int colon = head.indexOf(':', at);
            if (colon < 0) {
                break;
            }
            String found = head.substring(at + 1, colon).strip();
            if (found.equalsIgnoreCase(name) || found.equalsIgnoreCase(compact)) {
                int end = head.indexOf('\n', colon);
                return head.substring(colon + 1, end < 0 ? head.length() : end).strip();
            }
        }
        return "";
    }

    private String firstLine() {
        int end = head.indexOf('\n');
        return (end < 0 ? head : head.substring(0, end)).strip();
    }

    /** A line that tells what it is. */
    String title() {
        String first = Redaction.redact(firstLine());
        String what = first.startsWith("SIP/2.0 ")
                ? first.substring(8) + " (" + header("CSeq", "").replaceFirst("^\\d+\\s+", "") + ")"
                : first.replaceFirst("\\s+SIP/2\\.0$", "");
        String type = header("Content-Type", "c");
        return body.isEmpty() || type.isEmpty() ? what : what + " + " + type.replaceFirst("[;\\s].*", "");
    }

    /** What two messages have in common of which one is the other sent again. */
    String key() {
        return String.join(
                "|",
                firstLine(),
                find(BRANCH, header("Via", "v")),
                header("CSeq", ""),
                find(TAG, header("To", "t")),
                header("RSeq", ""),
                Integer.toHexString(body.hashCode()));
    }

    private static String find(Pattern pattern, String value) {
        Matcher matcher = pattern.matcher(value);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Without credentials and keys, and without bodies that may be what a user said or pressed. */
    String redacted() {
        String headers = Redaction.redact(head);
        if (body.isEmpty()) {
            return headers;
        }
        String type = header("Content-Type", "c");
        return headers + "\r\n\r\n"
                + (TECHNICAL.matcher(type).matches()
                        ? Redaction.redact(body)
                        : "(" + body.getBytes(StandardCharsets.UTF_8).length + " octets that are not shown)");
    }
}
