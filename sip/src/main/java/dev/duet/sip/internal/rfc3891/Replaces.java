package dev.duet.sip.internal.rfc3891;

import dev.duet.sip.internal.rfc3261.Dialog;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Replaces header (RFC 3891 6.1): which dialog of the side that gets it is to be replaced.
 *
 * @param callId its Call-ID
 * @param toTag the tag of who gets this
 * @param fromTag the tag of the other side
 * @param earlyOnly true when it is not to be replaced once it is confirmed
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

    /** The header's name. */
    public static final String NAME = "Replaces";

    /** The option of RFC 3891. */
    public static final String OPTION = "replaces";

    private static final String TOKEN = "[A-Za-z0-9.!%*_+`'~-]+";
    private static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9.!%*_+`'~()<>:\\\\\"/\\[\\]?{}@-]+");
    private static final Pattern PARAMETER =
            Pattern.compile("(" + TOKEN + ")\\s*(?:=\\s*(" + TOKEN + "|\"(?:[^\"\\\\]++|\\\\.)*+\"))?");

    /** Names a dialog of this side's, to who is at its other end. */
    public static Replaces atTheOtherEnd(Dialog.Id id, boolean earlyOnly) {
        return new Replaces(id.callId(), id.remoteTag(), id.localTag(), earlyOnly);
    }

    /** Reads a header's value; empty when it is malformed, or lacks a tag. */
    public static Optional<Replaces> parse(String value) {
        String[] parts = value.split(";", -1);
        String callId = parts[0].strip();
        String to = "";
        String from = "";
        boolean early = false;
        for (int i = 1; i < parts.length; i++) {
            Matcher parameter = PARAMETER.matcher(parts[i].strip());
            if (!parameter.matches()) {
                return Optional.empty();
            }
            String given = parameter.group(2) == null ? "" : parameter.group(2);
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "to-tag" -> {
                    if (!to.isEmpty()) {
                        return Optional.empty();
                    }
                    to = given;
                }
                case "from-tag" -> {
                    if (!from.isEmpty()) {
                        return Optional.empty();
                    }
                    from = given;
                }
                case "early-only" -> early = true;
                default -> {
                    // of an extension
                }
            }
        }
        return CALL_ID.matcher(callId).matches() && !to.isEmpty() && !from.isEmpty()
                ? Optional.of(new Replaces(callId, to, from, early))
                : Optional.empty();
    }

    /** True for the dialog that it names; a tag of 0 is that of a side that has none (RFC 2543). */
    public boolean names(Dialog.Id id) {
        return callId.equals(id.callId()) && is(toTag, id.localTag()) && is(fromTag, id.remoteTag());
    }

    private static boolean is(String named, String tag) {
        return named.equals(tag) || named.equals("0") && tag.isEmpty();
    }

    /** The header's value. */
    public String value() {
        return callId + ";to-tag=" + (toTag.isEmpty() ? "0" : toTag) + ";from-tag="
                + (fromTag.isEmpty() ? "0" : fromTag)
                + (earlyOnly ? ";early-only" : "");
    }
}
