package dev.duet.xmpp.internal.stream;

import dev.duet.model.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.XMPPException.StreamErrorException;
import org.jivesoftware.smack.packet.StreamError;
import org.jspecify.annotations.Nullable;

/** Where a server sends its clients on to (RFC 6120 4.9.3.19). Pure. */
final class SeeOther {

    private static final int PORT = 5222;
    private static final Pattern PLACE = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:\\[\\]]+))(?::([0-9]{1,5}))?");

    private SeeOther() {}

    /** The place that a failed stream was sent on to; null when it failed for another reason. */
    static @Nullable Endpoint in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamErrorException error
                    && error.getStreamError().getCondition() == StreamError.Condition.see_other_host) {
                return read(error.getStreamError().getConditionText());
            }
        }
        return null;
    }

    static @Nullable Endpoint read(@Nullable String text) {
        Matcher place = PLACE.matcher(text == null ? "" : text.strip());
        if (!place.matches()) {
            return null;
        }
        int port = place.group(3) == null ? PORT : Integer.parseInt(place.group(3));
        String host = place.group(1) == null ? place.group(2) : place.group(1);
        return port > 65_535 ? null : new Endpoint(host, port);
    }
}
