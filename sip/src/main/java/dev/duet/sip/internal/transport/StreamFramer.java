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

    static final int LARGEST_MESSAGE = 65_536;
    private static final Pattern LENGTH =
            Pattern.compile("(?im)^(?:content-length|l)[ \\t]*:[ \\t]*([0-9]{1,9})[ \\t]*\\r?$");

    private byte[] pending = new byte[0];
    private int pings;

    /**
     * Takes what was read, and gives the messages that are whole now.
     *
     * @throws IOException when the stream is beyond repair: a message that is too large
     */
    List<byte[]> take(byte[] bytes, int length) throws IOException {
        byte[] all = Arrays.copyOf(pending, pending.length + length);
        System.arraycopy(bytes, 0, all, pending.length, length);
        List<byte[]> messages = new ArrayList<>();
        int from = skipKeepAlives(all, 0);
        for (int end = end(all, from); end > 0; end = end(all, from)) {
            messages.add(Arrays.copyOfRange(all, from, end));
            from = skipKeepAlives(all, end);
        }
        pending = Arrays.copyOfRange(all, from, all.length);
        if (pending.length > LARGEST_MESSAGE) {
            throw new IOException("a message of more than " + LARGEST_MESSAGE + " bytes");
        }
        return messages;
    }

    /** How many pings (RFC 5626 4.4.1) came since this was asked last; each wants a pong. */
    int pings() {
        int seen = pings;
        pings = 0;
        return seen;
    }

    /** Where the message that begins there ends; -1 when it is not all there. */
    private static int end(byte[] all, int from) throws IOException {
        int headers = endOfHeaders(all, from);
        if (headers < 0) {
            return -1;
        }
        Matcher length = LENGTH.matcher(new String(all, from, headers - from, StandardCharsets.ISO_8859_1));
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (body > LARGEST_MESSAGE) {
            throw new IOException("a body of " + body + " bytes");
        }
        return headers + body <= all.length ? headers + body : -1;
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
        return at;
    }
}
