package dev.duet.sip.internal.rfc3261;

import dev.duet.sip.internal.stack.Sip;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sip.message.Message;

/** What Warning says to people (RFC 3261 20.43). Pure. */
public final class Warnings {

    private static final Pattern TEXT = Pattern.compile("[0-9]{3}\\s+\\S+\\s+\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    private Warnings() {}

    /** The texts of a message's warnings; empty when there are none. */
    public static String in(Message message) {
        return Sip.values(message, "Warning").stream()
                .flatMap(value -> TEXT.matcher(value).results())
                .map(found -> found.group(1).replaceAll("\\\\(.)", "$1"))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("; "));
    }
}
