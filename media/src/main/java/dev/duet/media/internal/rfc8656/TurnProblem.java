package dev.duet.media.internal.rfc8656;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no allocation, or none any more.
 *
 * @param kind what to make of it
 * @param code the server's error code; 0 without
 * @param reason the server's words, or ours; never a secret
 * @param alternate another server that this one names; null without
 */
public record TurnProblem(
        Kind kind, int code, String reason, @Nullable InetSocketAddress alternate) {

    /** What to make of it. */
    public enum Kind {
        /** The server does not accept the credentials. */
        CREDENTIALS,
        /** The server understood and does not want to: quota, capacity, policy. */
        REFUSED,
        /** The server does not answer, or the connection to it broke. */
        UNREACHABLE,
        /** The server remembers another allocation from this port (437): another port may do. */
        MISMATCH,
        /** Another server is to be asked (300). */
        REDIRECT,
        /** What the server says makes no sense. */
        MALFORMED
    }

    static TurnProblem of(Kind kind, String reason) {
        return new TurnProblem(kind, 0, reason, null);
    }
}
