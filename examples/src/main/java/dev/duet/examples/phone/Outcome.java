package dev.duet.examples.phone;

import java.util.Map;

/**
 * What a command came to.
 *
 * @param text lines for people; may be empty
 * @param fields the same for programs
 */
record Outcome(String text, Map<String, Object> fields) {

    /** Nothing to say. */
    static final Outcome DONE = new Outcome("", Map.of());

    static Outcome of(String text, Fields fields) {
        return new Outcome(text, fields.map());
    }
}
