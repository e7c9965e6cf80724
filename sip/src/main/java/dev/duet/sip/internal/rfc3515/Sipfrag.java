package dev.duet.sip.internal.rfc3515;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a NOTIFY tells of a call that a REFER asked for (RFC 3420): a status line, and no more, since the rest is nobody
 * else's affair (RFC 3515 5.3.3).
 *
 * @param status of a response, 100 to 699
 * @param phrase its words; may be empty
 */
public record Sipfrag(int status, String phrase) {

    /** The media type. */
    public static final String MEDIA_TYPE = "message/sipfrag";

    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 +([1-6][0-9]{2})(?: +([^\\r\\n]*))?");

    /** Reads one; empty when it does not begin with a status line. */
    public static Optional<Sipfrag> parse(String body) {
        Matcher matcher = STATUS.matcher(body);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        String phrase = matcher.group(2) == null ? "" : matcher.group(2).strip();
        return Optional.of(new Sipfrag(Integer.parseInt(matcher.group(1)), phrase));
    }

    /** True for a response that others follow. */
    public boolean provisional() {
        return status < 200;
    }

    /** The body. */
    public String text() {
        return "SIP/2.0 " + status + " " + phrase.replaceAll("\\p{Cntrl}", " ") + "\r\n";
    }
}
