package dev.duet.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that is over.
 *
 * @param id unlike among all calls
 * @param direction who called
 * @param remote the other side's address
 * @param name what the other side was called then
 * @param began when it was made, or came; microseconds count, what is finer does not
 * @param route the way it went, the last one tried; null when there was none
 * @param end why it is over
 * @param talkTime from the moment the two sides could talk to the end; zero when they never could
 * @param quality how well its media did
 */
public record CallRecord(
        String id,
        CallDirection direction,
        Address remote,
        String name,
        Instant began,
        @Nullable Route route,
        EndReason end,
        Duration talkTime,
        CallQuality quality) {

    public CallRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(began, "began");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(talkTime, "talkTime");
        Objects.requireNonNull(quality, "quality");
    }

    /** What became of the call, as a list of calls shows it. */
    public Outcome outcome() {
        if (!talkTime.isZero()) {
            return Outcome.ANSWERED;
        }
        if (direction == CallDirection.OUTGOING) {
            return end.kind() == EndReason.Kind.HANGUP ? Outcome.ANSWERED : Outcome.NOT_ANSWERED;
        }
        return switch (end.kind()) {
            case ANSWERED_ELSEWHERE -> Outcome.ANSWERED_ELSEWHERE;
            case NO_ANSWER, CANCELLED -> Outcome.MISSED;
            case UNREACHABLE, NOT_FOUND, INCOMPATIBLE, UNSUPPORTED, BUSY, DECLINED, TRANSFERRED ->
                end.by() == EndReason.By.LOCAL ? Outcome.REJECTED : Outcome.MISSED;
            case FORWARDED -> Outcome.FORWARDED;
            case HANGUP -> end.by() == EndReason.By.LOCAL ? Outcome.REJECTED : Outcome.MISSED;
            case INSECURE, MEDIA_LOST, CLOSED, FAILED -> Outcome.MISSED;
        };
    }

    /** What becomes of calls. */
    public enum Outcome {
        /** The two sides talked. */
        ANSWERED,
        /** Somebody called, and nobody answered on any device. */
        MISSED,
        /** Somebody called, and another device of the user answered: nothing was missed. */
        ANSWERED_ELSEWHERE,
        /** Somebody called, and the user, or a rule of the account, turned the call away. */
        REJECTED,
        /** Somebody called, and the user, or a rule of the account, sent the caller on to somebody else. */
        FORWARDED,
        /** The user called, and nobody answered. */
        NOT_ANSWERED
    }
}
