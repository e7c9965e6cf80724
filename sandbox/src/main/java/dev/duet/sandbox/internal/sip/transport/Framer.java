package dev.duet.sandbox.internal.sip.transport;

import dev.duet.sandbox.internal.sip.message.SipParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a stream apart into messages by Content-Length (RFC 3261 18.3) and keep-alives (RFC 5626 3.5.1). */
final class Framer {

    private static final Pattern CONTENT_LENGTH =
            Pattern.compile("\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)", Pattern.CASE_INSENSITIVE);

    /** Takes what was found. */
    interface Sink {
        void message(byte[] bytes);

        /** A double CRLF, to be answered by a single one. */
        void ping();

        void broken(byte[] head, int status, String why);
    }

    private final int maxMessage;
    private final Sink sink;
    private byte[] buffer = new byte[2048];
    private int length;
    private boolean broken;

    Framer(int maxMessage, Sink sink) {
        this.maxMessage = maxMessage;
        this.sink = sink;
    }

    void feed(byte[] bytes, int count) {
        if (broken) {
            return;
        }
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
        }
        System.arraycopy(bytes, 0, buffer, length, count);
        length += count;
        int consumed = 0;
        int step = next(consumed);
        while (step > 0) {
            consumed += step;
            step = next(consumed);
        }
        System.arraycopy(buffer, consumed, buffer, 0, length - consumed);
        length -= consumed;
    }

    /** Handles what begins at {@code from} and tells its length, or 0 if more is needed. */
    private int next(int from) {
        if (broken || from >= length) {
            return 0;
        }
        if (buffer[from] == '\r') {
            return keepAlive(from);
        }
        int end = SipParser.endOfHeaders(buffer, from, length);
        if (end < 0) {
            if (length - from > maxMessage) {
                fail(from, length, 513, "Headers longer than " + maxMessage + " bytes");
            }
            return 0;
        }
        long body = bodyLength(from, end);
        if (body < 0) {
            return 0;
        }
        long total = end - from + body;
        if (total > maxMessage) {
            fail(from, end, 513, "Message longer than " + maxMessage + " bytes");
            return 0;
        }
        if (total > length - from) {
            return 0;
        }
        sink.message(Arrays.copyOfRange(buffer, from, from + (int) total));
        return (int) total;
    }

    private int keepAlive(int from) {
        int have = length - from;
        if (have >= 4 && buffer[from + 1] == '\n' && buffer[from + 2] == '\r' && buffer[from + 3] == '\n') {
            sink.ping();
            return 4;
        }
        if (have >= 2 && buffer[from + 1] != '\n') {
            fail(from, length, 400, "Not a SIP message");
            return 0;
        }
        if (have >= 3 && buffer[from + 2] != '\r') {
            return 2;
        }
        return 0;
    }

    private long bodyLength(int from, int end) {
        String head = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
        Matcher matcher = CONTENT_LENGTH.matcher(head);
        if (!matcher.find()) {
            fail(from, end, 400, "No Content-Length on a stream");
            return -1;
        }
        String value = matcher.group(1).strip();
        boolean number =
                !value.isEmpty() && value.length() < 10 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            fail(from, end, 400, "Bad Content-Length");
            return -1;
        }
        return Long.parseLong(value);
    }

    private void fail(int from, int end, int status, String why) {
        broken = true;
        sink.broken(Arrays.copyOfRange(buffer, from, end), status, why);
    }
}
