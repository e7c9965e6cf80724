package dev.duet.xmpp.internal.rfc6120;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Moments as XMPP writes them (XEP-0082). */
public final class Times {

    private Times() {}

    /** Reads a moment; null when there is none or it is not well-formed. */
    public static @Nullable Instant read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
