package dev.duet.sandbox.internal.sip.message;

import dev.duet.sandbox.internal.sip.message.Headers.Field;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one whole message (RFC 3261 7). It is strict, but reads on where it can, so that the fault can be answered and
 * named. Only what has no readable start line is refused as a whole.
 */
public final class SipParser {

    private static final String MESSAGE_FORM = "RFC 3261 7";
    private static final int MAX_HEADER_LINES = 512;

    private final byte[] bytes;
    private final boolean stream;
    private final List<Problem> problems = new ArrayList<>();

    private SipParser(byte[] bytes, boolean stream) {
        this.bytes = bytes;
        this.stream = stream;
    }

    /**
     * Parses a message.
     *
     * @param stream whether it came over a stream, where Content-Length must be given (18.3)
     * @throws SipFormatException if not even the start line can be read
     */
    public static Parsed parse(byte[] bytes, boolean stream) {
        return new SipParser(bytes, stream).parse();
    }

    private Parsed parse() {
        int end = endOfHeaders(bytes, 0, bytes.length);
        int bodyStart = end < 0 ? bytes.length : end;
        if (end < 0) {
            problem("No empty line after the headers");
        }
        List<String> lines = lines(decode(bodyStart));
        String startLine = lines.get(0);
        SipMessage empty = startLine(startLine);
        Headers headers = Headers.ofLines(fields(lines));
        byte[] body = body(headers, bodyStart);
        SipMessage message = empty instanceof SipRequest request
                ? new SipRequest(request.method(), request.uri(), headers, body)
                : response((SipResponse) empty, headers, body);
        return new Parsed(message, List.copyOf(problems));
    }

    private static SipResponse response(SipResponse line, Headers headers, byte[] body) {
        return new SipResponse(line.status(), line.reason(), headers, body);
    }

    /** The place after the first empty line, or -1. */
    public static int endOfHeaders(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private String decode(int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            problem("Headers are not UTF-8");
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** Lines without their ends; folded ones are joined by one space (7.3.1). */
    private List<String> lines(String head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.split("\r\n")) {
            if (line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
                problem("Control character in a header");
            }
            boolean folded = !lines.isEmpty() && !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && lines.size() > 1) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last).stripTrailing() + ' ' + line.strip());
            } else {
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            throw new SipFormatException("empty message");
        }
        return lines;
    }

    private SipMessage startLine(String line) {
        if (line.regionMatches(true, 0, "SIP/", 0, 4)) {
            return statusLine(line);
        }
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || last == first || !line.regionMatches(true, last + 1, "SIP/", 0, 4)) {
            throw new SipFormatException("neither a request line nor a status line");
        }
        String method = line.substring(0, first);
        String uri = line.substring(first + 1, last);
        if (!Grammar.isToken(method)) {
            throw new SipFormatException("method is no token");
        }
        if (!line.substring(last + 1).equalsIgnoreCase("SIP/2.0")) {
            problems.add(new Problem(505, "RFC 3261 7.1", "Version Not Supported"));
        }
        if (uri.isEmpty() || uri.chars().anyMatch(c -> c <= ' ') || uri.startsWith("<")) {
            problems.add(new Problem(400, "RFC 3261 7.1", "Request-URI with white space or angle brackets"));
        }
        return new SipRequest(method, uri.trim(), Headers.NONE, new byte[0]);
    }

    private SipMessage statusLine(String line) {
        String[] parts = line.split(" ", 3);
        boolean good = parts.length == 3 && parts[0].equalsIgnoreCase("SIP/2.0") && parts[1].matches("[1-6][0-9][0-9]");
        if (!good) {
            throw new SipFormatException("bad status line");
        }
        return new SipResponse(Integer.parseInt(parts[1]), parts[2], Headers.NONE, new byte[0]);
    }

    private List<Field> fields(List<String> lines) {
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, Math.min(lines.size(), MAX_HEADER_LINES))) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
            if (Grammar.isToken(name)) {
                fields.add(new Field(name, line.substring(colon + 1).strip()));
            } else if (!line.isEmpty()) {
                problem("Header line without a name");
            }
        }
        if (lines.size() > MAX_HEADER_LINES) {
            problem("Too many headers");
        }
        return fields;
    }

    private byte[] body(Headers headers, int start) {
        int available = bytes.length - start;
        String written = headers.get("Content-Length").orElse("");
        if (written.isEmpty() && !headers.has("Content-Length")) {
            if (stream) {
                problems.add(new Problem(400, "RFC 3261 18.3", "No Content-Length on a stream"));
            }
            return Arrays.copyOfRange(bytes, start, bytes.length);
        }
        int length;
        try {
            length = (int) Grammar.number(written, Integer.MAX_VALUE);
        } catch (SipFormatException e) {
            problems.add(new Problem(400, "RFC 3261 20.14", "Bad Content-Length"));
            return Arrays.copyOfRange(bytes, start, bytes.length);
        }
        if (length > available) {
            problems.add(new Problem(400, "RFC 3261 18.3", "Content-Length beyond the end of the message"));
        } else if (length < available) {
            // 18.3 has the surplus of a datagram thrown away, so the message still counts.
            problems.add(new Problem(0, "RFC 3261 18.3", "Content-Length short of the body"));
        }
        return Arrays.copyOfRange(bytes, start, start + Math.min(length, available));
    }

    private void problem(String text) {
        problems.add(new Problem(400, MESSAGE_FORM, text));
    }
}
