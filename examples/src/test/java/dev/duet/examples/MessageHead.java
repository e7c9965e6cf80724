package dev.duet.examples;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What stands before the body of a message of HTTP or SIP, with the empty line. */
public record MessageHead(String text) {

    private static final String END = "\r\n\r\n";

    /** Reads the next one. */
    public static MessageHead read(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
            head.write(in.readUnsignedByte());
        }
        return new MessageHead(head.toString(StandardCharsets.ISO_8859_1));
    }

    /** A header's value; that one when there is no such header. */
    public String value(String header, String otherwise) {
        return text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    /** As it came. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
