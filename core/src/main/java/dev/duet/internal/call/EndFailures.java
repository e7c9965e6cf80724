package dev.duet.internal.call;

import dev.duet.model.EndReason;
import dev.duet.model.Failure;

/** What a call that ended before it was connected means to somebody who waited for that. */
final class EndFailures {

    private EndFailures() {}

    static Failure of(EndReason reason) {
        Failure.Origin origin =
                switch (reason.by()) {
                    case LOCAL -> Failure.Origin.LOCAL;
                    case REMOTE -> Failure.Origin.PEER;
                    case NETWORK -> reason.wire() == null ? Failure.Origin.NETWORK : Failure.Origin.SERVER;
                };
        return new Failure(
                kind(reason.kind()),
                origin,
                retry(reason.kind()),
                "The call ended before it was connected: " + reason.kind()
                        + (reason.text().isEmpty() ? "" : ", " + reason.text()),
                reason.wire());
    }

    private static Failure.Kind kind(EndReason.Kind kind) {
        return switch (kind) {
            case BUSY, DECLINED, TRANSFERRED, FORWARDED -> Failure.Kind.REFUSED;
            case NO_ANSWER -> Failure.Kind.TIMEOUT;
            case UNREACHABLE -> Failure.Kind.NETWORK;
            case NOT_FOUND -> Failure.Kind.NOT_FOUND;
            case INCOMPATIBLE -> Failure.Kind.NEGOTIATION;
            case UNSUPPORTED -> Failure.Kind.UNSUPPORTED;
            case INSECURE -> Failure.Kind.TLS;
            case MEDIA_LOST -> Failure.Kind.MEDIA;
            case HANGUP, CANCELLED, ANSWERED_ELSEWHERE, CLOSED -> Failure.Kind.CLOSED;
            case FAILED -> Failure.Kind.INTERNAL;
        };
    }

    private static Failure.Retry retry(EndReason.Kind kind) {
        return switch (kind) {
            case NOT_FOUND, INCOMPATIBLE, UNSUPPORTED, INSECURE, CLOSED -> Failure.Retry.NEVER;
            default -> Failure.Retry.LATER;
        };
    }
}
