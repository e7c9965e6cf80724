package dev.duet.model;

import java.util.List;
import java.util.Objects;

/**
 * What somebody tells their server about an address that they block (XEP-0377).
 *
 * @param reason why
 * @param text more about it, for the server's people; may be empty
 * @param messages the messages that show it; those without an id of the archive are left out
 */
public record SpamReport(Reason reason, String text, List<Message> messages) {

    public SpamReport {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(text, "text");
        messages = List.copyOf(messages);
    }

    /** A report without more. */
    public static SpamReport of(Reason reason) {
        return new SpamReport(reason, "", List.of());
    }

    /** Why somebody is reported. */
    public enum Reason {
        /** Unwanted messages or calls. */
        SPAM,
        /** Anything else that breaks the rules of the service. */
        ABUSE
    }
}
