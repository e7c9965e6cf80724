package dev.duet.internal.call;

import dev.duet.model.Failure;

/** Why a command of the application cannot be carried out in a call's state. */
final class Refusals {

    private Refusals() {}

    static Failure over() {
        return Failure.of(Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "The call is over");
    }

    static Failure notActive() {
        return Failure.of(
                Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "The call is not connected yet");
    }

    static Failure notRinging() {
        return Failure.of(
                Failure.Kind.REFUSED,
                Failure.Origin.LOCAL,
                Failure.Retry.NEVER,
                "Only an incoming call that still rings is heard before it is taken");
    }

    static Failure notDescribed() {
        return Failure.of(
                Failure.Kind.UNSUPPORTED,
                Failure.Origin.LOCAL,
                Failure.Retry.NEVER,
                "This call is described only once it is taken");
    }

    static Failure notBySip() {
        return Failure.of(
                Failure.Kind.UNSUPPORTED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "Only a call by SIP does that");
    }

    static Failure takenOver() {
        return Failure.of(
                Failure.Kind.REFUSED,
                Failure.Origin.PEER,
                Failure.Retry.NOW,
                "Somebody else took the other side's place meanwhile");
    }

    static Failure otherNotActive() {
        return Failure.of(
                Failure.Kind.REFUSED,
                Failure.Origin.LOCAL,
                Failure.Retry.LATER,
                "A call is transferred only to one that is connected");
    }

    static Failure otherProtocol() {
        return Failure.of(
                Failure.Kind.UNSUPPORTED,
                Failure.Origin.LOCAL,
                Failure.Retry.NEVER,
                "A call is transferred only to one by the same protocol");
    }

    static Failure busyTransferring() {
        return Failure.of(
                Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "A transfer is under way already");
    }
}
