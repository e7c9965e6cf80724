package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a message answers (XEP-0461).
 *
 * @param target the message that is answered: its {@link Message#reference()}
 * @param author who wrote that message; null when not told
 * @param quote the part of it that goes along for those who cannot look it up; may be empty
 */
public record Reply(String target, @Nullable Address author, String quote) {

    public Reply {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(quote, "quote");
    }
}
