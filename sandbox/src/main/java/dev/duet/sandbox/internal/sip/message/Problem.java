package dev.duet.sandbox.internal.sip.message;

/**
 * A breach of a specification.
 *
 * @param status the status code that answers it, or 0 if it is only put on record
 * @param rule where the rule stands, for example {@code RFC 3261 8.1.1.7}
 * @param text what is wrong, fit for a reason phrase
 */
public record Problem(int status, String rule, String text) {}
