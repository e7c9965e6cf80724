package dev.duet.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A password or token. It never shows itself: {@link #toString()} tells only that there is one. Only a protocol stack
 * that is about to prove it to a server calls {@link #reveal()}.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "secret");
    }

    /** Wraps a password or token; an empty one is allowed. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The secret itself. Keep it out of logs, exception texts and fields. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode(); // a hash of the value would be a hint at it
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }
}
