package dev.duet.model;

import java.time.Duration;
import java.util.Objects;

/**
 * A caller's wish that nobody has to answer: intercom, or an announcement (RFC 5373, and what telephones did before).
 * What becomes of it is a rule of the account ({@link CallRules#autoAnswer()}).
 *
 * @param after how long it may ring before, 0 to 60 s
 * @param required true to be turned away rather than to ring
 */
public record AnswerHint(Duration after, boolean required) {

    /** The longest {@link #after()}. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    public AnswerHint {
        Objects.requireNonNull(after, "after");
        Durations.check("after", after, Duration.ZERO, LONGEST);
    }
}
