package dev.duet.sip.internal.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a stream into messages by their Content-Length (RFC 3261 18.3). For one thread. */
final class StreamFramer {

    /** Lines end with LF alone: among the bytes of UTF-8 are some that look like other ends of a line. */
    private static final Pattern LENGTH = Pattern.compile("(?dim)^(?:content-length|l)[ \\t]*:(.*+(?:\\n[ \\t].*+)*+)");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final int largest;
    private byte[] pending = new byte[0];
    private int pings;
    private boolean heard;

    /**
     * Nothing was read yet.
     *
     * @param largest how many bytes a message may have
     */
    StreamFramer(int largest) {
        this.largest = largest;
    }

    /**
     * Takes what was read, and gives the messages that are whole now.
     *
     * @throws IOException when the stream is beyond repair: a message is too large, or nobody can tell how large
     */
    List<byte[]> take(byte[] bytes, int length) throws IOException {
        byte[] all = Arrays.copyOf(pending, pending.length + length);
        System.arraycopy(bytes, 0, all, pending.length, length);
        List<byte[]> messages = new ArrayList<>();
        int from = skipKeepAlives(all, 0);
        for (int end = end(all, from); end > 0; end = end(all, from)) {
            messages.add(Arrays.copyOfRange(all, from, end));
            heard = true;
            from = skipKeepAlives(all, end);
        }
        pending = Arrays.copyOfRange(all, from, all.length);
        if (pending.length > largest) {
            throw new IOException("a message of more than " + largest + " bytes");
        }
        return messages;
    }

    /** How many pings (RFC 5626 4.4.1) came since this was asked last; each wants a pong. */
    int pings() {
        int seen = pings;
        pings = 0;
        return seen;
    }

    /** Whether anything was whole since this was asked last, if only the end of a line. */
    boolean heard() {
        boolean any = heard;
        heard = false;
        return any;
    }

    /** Where the message that begins there ends; -1 when it is not all there. */
    private int end(byte[] all, int from) throws IOException {
        int headers = endOfHeaders(all, from);
        if (headers < 0) {
            return -1;
        }
        int end = headers + bodyLength(new String(all, from, headers - from, StandardCharsets.ISO_8859_1));
        if (end - from > largest) {
            throw new IOException("a message of " + (end - from) + " bytes");
        }
        return end <= all.length ? end : -1;
    }

    /** What Content-Length says, 0 without one. A guess would let a body pass for messages of its own. */
    private static int bodyLength(String headers) throws IOException {
        int told = -1;
        Matcher length = LENGTH.matcher(headers);
        while (length.find()) {
            String value = length.group(1).strip();
            if (!NUMBER.matcher(value).matches()) {
                throw new IOException("a Content-Length that is no number");
            }
            int number = Integer.parseInt(value);
            if (told >= 0 && told != number) {
                throw new IOException("two Content-Lengths, " + told + " and " + number);
            }
            told = number;
        }
        return Math.max(told, 0);
    }

    private static int endOfHeaders(byte[] all, int from) {
        for (int i = from; i + 3 < all.length; i++) {
            if (all[i] == '\r' && all[i + 1] == '\n' && all[i + 2] == '\r' && all[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int skipKeepAlives(byte[] all, int from) {
        int at = from;
        while (at + 1 < all.length && all[at] == '\r' && all[at + 1] == '\n') {
            at += 2;
        }
        pings += (at - from) / 4;
        heard |= at > from;
        return at;
    }
}
