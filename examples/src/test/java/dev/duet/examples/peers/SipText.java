package dev.duet.examples.peers;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SIP message as it stands on the wire. */
record SipText(String head, String body) {

    /** The next message of a stream; null for a keep-alive of two line ends (RFC 5626 4.4.1). */
    static @Nullable SipText read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            head.write(octet);
            text = octet == '\n' ? head.toString(StandardCharsets.UTF_8) : "";
        }
        if (text.isBlank()) {
            return null;
        }
        SipText message = new SipText(text.stripLeading(), "");
        byte[] body = in.readNBytes(Integer.parseInt(message.header("Content-Length")));
        return new SipText(message.head, new String(body, StandardCharsets.UTF_8));
    }

    boolean isRequest(String method) {
        return head.startsWith(method + " ");
    }

    boolean isResponse() {
        return head.startsWith("SIP/2.0 ");
    }

    int status() {
        return Integer.parseInt(head.substring(8, 11));
    }

    /** The number and the method of the request that this is or answers. */
    String sequence() {
        return header("CSeq");
    }

    /** The first header of that name; none is of length 0. */
    String header(String name) {
        return headers(name).stream().findFirst().orElse("");
    }

    List<String> headers(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The URI between angle brackets of a header. */
    String uri(String name) {
        String value = header(name);
        return value.substring(value.indexOf('<') + 1, value.indexOf('>'));
    }

    @Override
    public String toString() {
        return head + body;
    }
}
