package dev.duet.sip.internal.call;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A key that a peer presses by INFO, as it was usual before RFC 4733 and before RFC 6086, which keeps such use
 * (4.2.2). No RFC says how the body looks: phones and gateways write lines {@code Signal=5} and {@code Duration=160},
 * or the key alone.
 */
final class KeyPress {

    static final String RELAY = "application/dtmf-relay";
    static final String KEY = "application/dtmf";

    private static final String KEYS = "0123456789*#ABCD";
    /** Some name keys by the event code of RFC 4733 3.2, of which those from 10 are no key's own name. */
    private static final List<String> CODES = List.of("10", "11", "12", "13", "14", "15");

    private KeyPress() {}

    static boolean is(String mediaType) {
        return mediaType.equalsIgnoreCase(RELAY) || mediaType.equalsIgnoreCase(KEY);
    }

    /** The key of 0-9, A-D, * and #; nothing when the body names none, or one that no keypad has. */
    static OptionalInt parse(String mediaType, String body) {
        String named = body.strip();
        if (mediaType.equalsIgnoreCase(RELAY)) {
            named = body.lines()
                    .map(line -> line.split("=", 2))
                    .filter(parts -> parts.length == 2 && parts[0].strip().equalsIgnoreCase("Signal"))
                    .map(parts -> parts[1].strip())
                    .findFirst()
                    .orElse("");
        }
        if (CODES.contains(named)) {
            return OptionalInt.of(KEYS.charAt(Integer.parseInt(named)));
        }
        String key = named.toUpperCase(Locale.ROOT);
        return key.length() == 1 && KEYS.contains(key) ? OptionalInt.of(key.charAt(0)) : OptionalInt.empty();
    }
}
