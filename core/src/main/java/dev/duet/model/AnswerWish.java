package dev.duet.model;

/**
 * How a caller wishes a call to be answered (Answer-Mode, RFC 5373 4). Whoever is called decides: by a rule such as
 * {@link CallRules#autoAnswer()}, or not at all.
 */
public enum AnswerWish {
    /** As whoever is called likes. */
    NONE,
    /** By a person, also where calls are else answered by themselves. */
    MANUAL,
    /** By a person, or to be turned away. */
    MANUAL_REQUIRED,
    /** By itself, without anybody: intercom, or an announcement. Where that is not granted, it rings. */
    AUTO,
    /** By itself, or to be turned away rather than to ring. */
    AUTO_REQUIRED;

    /** True when the call is rather to fail than to be answered otherwise. */
    public boolean required() {
        return this == MANUAL_REQUIRED || this == AUTO_REQUIRED;
    }
}
