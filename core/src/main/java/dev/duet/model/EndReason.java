package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a call is over. Busy, declined and missed are outcomes, not errors.
 *
 * @param kind the outcome
 * @param by who ended it
 * @param text a short text for people or a log; may be empty
 * @param wire the wire's own words; null when nothing was said on the wire
 */
public record EndReason(
        Kind kind, By by, String text, @Nullable WireDetail wire) {

    public EndReason {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(text, "text");
    }

    /** An outcome of which the wire said nothing. */
    public static EndReason of(Kind kind, By by) {
        return new EndReason(kind, by, "", null);
    }

    /** An outcome in the wire's words. */
    public static EndReason of(Kind kind, By by, WireDetail wire) {
        return new EndReason(kind, by, wire.text(), wire);
    }

    /** The outcomes of a call. */
    public enum Kind {
        /** Somebody hung up after the call was answered. */
        HANGUP,
        /** The callee is in another call. */
        BUSY,
        /** The callee does not want to. */
        DECLINED,
        /** Nobody answered in time. */
        NO_ANSWER,
        /** The caller gave up before the answer. */
        CANCELLED,
        /** Another device of the callee answered. */
        ANSWERED_ELSEWHERE,
        /** The callee is not signed in, or the way to it is down. */
        UNREACHABLE,
        /** There is nobody by that address. */
        NOT_FOUND,
        /** No common codec, transport or protection. */
        INCOMPATIBLE,
        /** One side, or a server, lacks what was asked for; or no way can have what {@link CallOptions} wish. */
        UNSUPPORTED,
        /** The other side is not who its description says: media went unprotected, or to somebody else. */
        INSECURE,
        /** The call was handed to somebody else. */
        TRANSFERRED,
        /** The caller was told to call somebody else instead, before the call was taken (SIP 302). */
        FORWARDED,
        /** Media was lost and did not come back. */
        MEDIA_LOST,
        /** The account was closed or signed out. */
        CLOSED,
        /** Anything else that went wrong. */
        FAILED
    }

    /** Who ended a call. */
    public enum By {
        /** This side. */
        LOCAL,
        /** The other party. */
        REMOTE,
        /** A server, or the network. */
        NETWORK
    }

    /** True when another way to the same person may still be tried: nobody was asked yet. */
    public boolean unreachable() {
        return kind == Kind.UNREACHABLE || kind == Kind.NOT_FOUND;
    }
}
