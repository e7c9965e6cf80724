package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of RFC 4475, byte by byte as in the archive of its appendix, or of RFC 5118.
 *
 * @param name as the RFC names it
 */
public record Torture(String name, byte[] bytes) {

    private static final Pattern VIA =
            Pattern.compile("(?im)^v(?:ia)?\\s*:\\s*SIP\\s*/\\s*[0-9.]+\\s*/\\s*(UDP|TCP|TLS)\\b");

    /** Reads one by the RFC's number and the name there. */
    public static Torture of(int rfc, String name) {
        try (InputStream in = Torture.class.getResourceAsStream("rfc" + rfc + "/" + name + ".sip")) {
            return new Torture(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its first Via says; UDP when it says nothing of the kind. */
    public Transport transport() {
        Matcher via = VIA.matcher(text());
        return via.find() ? Transport.valueOf(via.group(1).toUpperCase(Locale.ROOT)) : Transport.UDP;
    }

    /** The same for another Request-URI. */
    public Torture at(String uri) {
        String moved =
                text().replaceFirst("^(\\S+) (.*) (SIP/2.0)\r\n", "$1 " + Matcher.quoteReplacement(uri) + " $3\r\n");
        return new Torture(name, moved.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
