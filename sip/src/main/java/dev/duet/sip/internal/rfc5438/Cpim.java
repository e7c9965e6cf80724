package dev.duet.sip.internal.rfc5438;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message in an envelope of its own (RFC 3862). Pure.
 *
 * @param headers the envelope's, in order
 * @param content the headers of what is in it, in order
 * @param body what is in it
 */
public record Cpim(List<Header> headers, List<Header> content, byte[] body) {

    /** How a Content-Type calls one. */
    public static final String MEDIA_TYPE = "message/cpim";

    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 2_000;

    /** A header. Names of the envelope tell capitals from small letters, those of the content do not. */
    public record Header(String name, String value) {}

    public Cpim {
        headers = List.copyOf(headers);
        content = List.copyOf(content);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** Reads one. Some write no empty line between the two kinds of headers, as the examples of RFC 5438 do. */
    public static Cpim parse(byte[] bytes) throws ParseException {
        Lines lines = new Lines(bytes);
        List<Header> envelope = headers(lines);
        List<Header> content = new ArrayList<>();
        int at = 0;
        while (at < envelope.size()
                && !envelope.get(at).name().toLowerCase(Locale.ROOT).startsWith("content-")) {
            at++;
        }
        if (at < envelope.size()) {
            content.addAll(envelope.subList(at, envelope.size()));
        } else {
            content.addAll(headers(lines));
        }
        return new Cpim(envelope.subList(0, at), content, lines.rest());
    }

    private static List<Header> headers(Lines lines) throws ParseException {
        List<Header> headers = new ArrayList<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw new ParseException("No header of CPIM", headers.size());
            }
            headers.add(new Header(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    /** The value of a header of the envelope that belongs to a namespace (RFC 3862 3.4); null when there is none. */
    public @Nullable String header(String namespace, String name) {
        String prefix = headers.stream()
                .filter(header -> header.name().equals("NS") && header.value().endsWith('<' + namespace + '>'))
                .map(header ->
                        header.value().substring(0, header.value().indexOf('<')).strip())
                .findFirst()
                .orElse(null);
        String wanted = prefix == null || prefix.isEmpty() ? name : prefix + '.' + name;
        return prefix == null
                ? null
                : headers.stream()
                        .filter(header -> header.name().equals(wanted))
                        .map(Header::value)
                        .findFirst()
                        .orElse(null);
    }

    /** The value of a header of the content; null when there is none. */
    public @Nullable String contentHeader(String name) {
        return content.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    /** As it goes on the wire. */
    public byte[] bytes() {
        StringBuilder head = new StringBuilder();
        headers.forEach(header -> head.append(header.name() + ": " + header.value() + "\r\n"));
        head.append("\r\n");
        content.forEach(header -> head.append(header.name() + ": " + header.value() + "\r\n"));
        head.append("Content-Length: " + body.length + "\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cpim that
                && headers.equals(that.headers)
                && content.equals(that.content)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return 31 * headers.hashCode() + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "Cpim[" + content + ", " + body.length + " bytes]";
    }

    private static final class Lines {

        private final byte[] bytes;
        private int at;

        Lines(byte[] bytes) {
            this.bytes = bytes;
        }

        String next() throws ParseException {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length || end - at > LONGEST_LINE) {
                throw new ParseException("No end of the headers of CPIM", at);
            }
            int last = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            String line = new String(bytes, at, last - at, StandardCharsets.UTF_8);
            at = end + 1;
            return line;
        }

        byte[] rest() {
            return Arrays.copyOfRange(bytes, at, bytes.length);
        }
    }
}
