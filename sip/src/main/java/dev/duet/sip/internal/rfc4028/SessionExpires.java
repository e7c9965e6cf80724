package dev.duet.sip.internal.rfc4028;

import dev.duet.sip.internal.stack.Sip;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * How long a session lasts without a refresh (RFC 4028 4), and who is to refresh it. Pure.
 *
 * @param seconds the interval
 * @param refresher who of those in the transaction that agrees on it
 */
public record SessionExpires(int seconds, Refresher refresher) {

    /** The least that this side agrees to (RFC 4028 5). */
    public static final int LEAST = 90;

    static final String NAME = "Session-Expires";
    static final String LEAST_NAME = "Min-SE";

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})\\s*(?:;.*)?");
    private static final Pattern REFRESHER = Pattern.compile(".*;\\s*refresher\\s*=\\s*(uac|uas)\\b.*");

    /** What a message says; null when it says nothing. */
    static @Nullable SessionExpires of(Message message) {
        int seconds = seconds(message, NAME);
        if (seconds <= 0) {
            return null;
        }
        String value = Sip.value(message, NAME);
        Matcher refresher = REFRESHER.matcher(value == null ? "" : value.toLowerCase(Locale.ROOT));
        if (!refresher.matches()) {
            return new SessionExpires(seconds, Refresher.OPEN);
        }
        return new SessionExpires(seconds, refresher.group(1).equals("uac") ? Refresher.UAC : Refresher.UAS);
    }

    /** The least that a message asks for (RFC 4028 5); 0 when it does not say. */
    static int least(Message message) {
        return seconds(message, LEAST_NAME);
    }

    private static int seconds(Message message, String name) {
        String value = Sip.value(message, name);
        Matcher matcher = SECONDS.matcher(value == null ? "" : value);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /**
     * What the one who is asked answers (RFC 4028 9): never more than it is asked for, never less than it is allowed.
     *
     * @param asked null when the request asks for nothing
     * @param understood true when the one who asks knows session timers itself
     * @param wish the interval that this side likes best
     * @param least the least that the request allows; 0 when it does not say
     * @param now who of this transaction refreshes so far
     * @return null for no session timer
     */
    static @Nullable SessionExpires granted(
            @Nullable SessionExpires asked, boolean understood, int wish, int least, Refresher now) {
        if (asked == null && !understood) {
            return null;
        }
        int floor = Math.max(LEAST, least);
        int most = asked == null ? Math.max(wish, floor) : asked.seconds;
        Refresher refresher = asked == null || asked.refresher == Refresher.OPEN ? now : asked.refresher;
        if (!understood) {
            refresher = Refresher.UAS;
        } else if (refresher == Refresher.OPEN) {
            refresher = Refresher.UAC;
        }
        return new SessionExpires(Math.min(most, Math.max(wish, floor)), refresher);
    }

    /** The header's value. */
    String text() {
        return refresher == Refresher.OPEN
                ? Integer.toString(seconds)
                : seconds + ";refresher=" + refresher.name().toLowerCase(Locale.ROOT);
    }

    /** Who refreshes. */
    enum Refresher {
        /** Not said. */
        OPEN,
        /** Who sent the request. */
        UAC,
        /** Who answered it. */
        UAS
    }
}
