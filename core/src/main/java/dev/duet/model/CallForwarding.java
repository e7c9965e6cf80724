package dev.duet.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Whom calls are sent on to, and when. Each list holds the addresses of one person, the preferred ones first: the
 * caller is told all of them (SIP) or the first that suits the caller's protocol (Jingle). An empty list is for nobody.
 *
 * @param always every call
 * @param whenBusy a call that would be turned away as BUSY: in another call without call waiting, or not to be
 *     disturbed
 * @param whenNoAnswer a call that rang as long as {@code noAnswer} says
 * @param noAnswer how long a call rings before it is sent on to {@code whenNoAnswer}, 1 s to 10 min
 * @param whenNotReachable a call that comes while the user is hidden (OFFLINE) or not to be disturbed as UNREACHABLE,
 *     and one that rings while the account signs out. While no half is signed in, it is the servers that would have to
 */
public record CallForwarding(
        List<Address> always,
        List<Address> whenBusy,
        List<Address> whenNoAnswer,
        Duration noAnswer,
        List<Address> whenNotReachable) {

    /** Nothing is sent on. */
    public static final CallForwarding NONE =
            new CallForwarding(List.of(), List.of(), List.of(), Duration.ofSeconds(20), List.of());

    public CallForwarding {
        always = List.copyOf(always);
        whenBusy = List.copyOf(whenBusy);
        whenNoAnswer = List.copyOf(whenNoAnswer);
        whenNotReachable = List.copyOf(whenNotReachable);
        Objects.requireNonNull(noAnswer, "noAnswer");
        Durations.check("noAnswer", noAnswer, Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    /** The same with other addresses for every call. */
    public CallForwarding always(Address... to) {
        return new CallForwarding(List.of(to), whenBusy, whenNoAnswer, noAnswer, whenNotReachable);
    }

    /** The same with other addresses for when the user is busy. */
    public CallForwarding whenBusy(Address... to) {
        return new CallForwarding(always, List.of(to), whenNoAnswer, noAnswer, whenNotReachable);
    }

    /** The same with other addresses for what rang that long. */
    public CallForwarding whenNoAnswer(Duration rang, Address... to) {
        return new CallForwarding(always, whenBusy, List.of(to), rang, whenNotReachable);
    }

    /** The same with other addresses for when the user cannot be reached. */
    public CallForwarding whenNotReachable(Address... to) {
        return new CallForwarding(always, whenBusy, whenNoAnswer, noAnswer, List.of(to));
    }
}
