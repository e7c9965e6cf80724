package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation did not succeed. A call that the other side does not take is no failure: see {@link EndReason}.
 *
 * @param kind what went wrong
 * @param origin whose side it went wrong on
 * @param retry whether the same operation may succeed when it is tried again
 * @param message one sentence for a developer or a log; never holds a secret
 * @param wire the wire's own words; null when nothing was said on the wire
 */
public record Failure(
        Kind kind,
        Origin origin,
        Retry retry,
        String message,
        @Nullable WireDetail wire) {

    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(message, "message");
    }

    /** A failure about which the wire said nothing. */
    public static Failure of(Kind kind, Origin origin, Retry retry, String message) {
        return new Failure(kind, origin, retry, message, null);
    }

    /** What went wrong. */
    public enum Kind {
        /** The other end cannot be reached: no such host, port refused, no route, connection lost. */
        NETWORK,
        /** No protected connection: untrusted certificate, wrong name in it, no common version. */
        TLS,
        /** The server does not accept the credentials. */
        AUTHENTICATION,
        /** The server or the peer understood and does not want to. */
        REFUSED,
        /** Nobody and nothing there by that name. */
        NOT_FOUND,
        /** One side lacks the feature. */
        UNSUPPORTED,
        /** The two sides found no common media. */
        NEGOTIATION,
        /** Media could not be set up, or was lost. */
        MEDIA,
        /** No answer in time. */
        TIMEOUT,
        /** The account, link or call was closed meanwhile. */
        CLOSED,
        /** A defect in Duet or a library below it. */
        INTERNAL
    }

    /** On whose side it went wrong. */
    public enum Origin {
        /** This side. */
        LOCAL,
        /** The way between. */
        NETWORK,
        /** A server. */
        SERVER,
        /** The other party. */
        PEER
    }

    /** Whether trying again may help. */
    public enum Retry {
        /** At once. */
        NOW,
        /** After a while. */
        LATER,
        /** Not before something is changed. */
        NEVER
    }

    @Override
    public String toString() {
        return kind + " (" + origin + ", retry " + retry + "): " + message + (wire == null ? "" : " [" + wire + "]");
    }
}
