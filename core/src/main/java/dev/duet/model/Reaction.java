package dev.duet.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * How somebody reacted to a message (XEP-0444).
 *
 * @param sender who, by what stays the same of a sender: {@link MessageDetails#sender()}
 * @param from who, as an address
 * @param emojis one emoji each, never empty
 * @param at when
 */
public record Reaction(String sender, Address from, Set<String> emojis, Instant at) {

    public Reaction {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(at, "at");
        emojis = Set.copyOf(emojis);
    }
}
