package dev.duet.sip.internal.rfc3842;

import dev.duet.model.Address;
import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import dev.duet.sip.internal.rfc3261.Uris;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code application/simple-message-summary} (RFC 3842 5.2). */
public final class MessageSummaries {

    /** The event package. */
    public static final String EVENT = "message-summary";

    /** The media type. */
    public static final String MEDIA_TYPE = "application/simple-message-summary";

    private static final int MAX_BYTES = 65_536;

    /** New, old, and in parentheses the urgent ones of both. */
    private static final Pattern COUNT = Pattern.compile(
            "([0-9]{1,10})\\s*/\\s*([0-9]{1,10})\\s*(?:\\(\\s*([0-9]{1,10})\\s*/\\s*([0-9]{1,10})\\s*\\))?");

    private static final Map<String, Kind> KINDS = Map.of(
            "voice-message", Kind.VOICE,
            "video-message", Kind.VIDEO,
            "fax-message", Kind.FAX,
            "pager-message", Kind.PAGER,
            "multimedia-message", Kind.MULTIMEDIA,
            "text-message", Kind.TEXT,
            "none", Kind.NONE);

    private MessageSummaries() {}

    /**
     * Reads a summary. Lines that are not understood are skipped, and so is all behind an empty line, which is about
     * single messages.
     *
     * @throws SummaryException when it is too large, or does not say whether anything waits
     */
    public static MessageSummary parse(byte[] body) throws SummaryException {
        if (body.length > MAX_BYTES) {
            throw new SummaryException("more than " + MAX_BYTES + " bytes");
        }
        Boolean waiting = null;
        Address account = null;
        Map<Kind, Count> counts = new EnumMap<>(Kind.class);
        boolean begun = false;
        for (String line : new String(body, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
            int colon = line.indexOf(':');
            if (line.isBlank() && begun) {
                break;
            }
            begun |= !line.isBlank();
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            Kind kind = KINDS.get(name);
            if (name.equals("messages-waiting")) {
                waiting = waiting == null ? isWaiting(value) : waiting;
            } else if (name.equals("message-account")) {
                account = account == null ? account(value) : account;
            } else if (kind != null) {
                count(value, kind, counts);
            }
        }
        if (waiting == null) {
            throw new SummaryException("no word of whether messages wait");
        }
        return new MessageSummary(waiting, account, counts);
    }

    private static @Nullable Boolean isWaiting(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> null;
        };
    }

    private static @Nullable Address account(String value) {
        return Uris.address(value.replaceAll("^<|>$", "")).orElse(null);
    }

    private static void count(String value, Kind kind, Map<Kind, Count> counts) {
        Matcher count = COUNT.matcher(value);
        if (count.matches()) {
            counts.putIfAbsent(kind, new Count(number(count, 1), number(count, 2), number(count, 3), number(count, 4)));
        }
    }

    /** A count beyond what is allowed is the largest. */
    private static long number(Matcher count, int group) {
        String digits = count.group(group);
        return digits == null ? 0 : Math.min(Long.parseLong(digits), Count.MOST);
    }
}
