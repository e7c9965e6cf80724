package dev.duet.examples.phone;

import java.util.Locale;
import java.util.Map;

/**
 * Something that happened, as the phone tells it.
 *
 * @param name what
 * @param text one line for people
 * @param fields the rest, for programs
 */
record PhoneEvent(EventName name, String text, Map<String, Object> fields) {

    /** True when some field has that word in it, whatever its case. */
    boolean mentions(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return fields.values().stream()
                .anyMatch(value -> value.toString().toLowerCase(Locale.ROOT).contains(wanted));
    }
}
