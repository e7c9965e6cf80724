package dev.duet.internal.rule;

import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallRules;
import dev.duet.model.CallVerdict;
import dev.duet.model.CallVerdict.Forwarded;
import dev.duet.model.CallVerdict.Rings;
import dev.duet.model.CallVerdict.TurnedAway;
import dev.duet.model.EndReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rules of {@link CallRules}, in their order. Pure. */
final class CallRuling {

    private CallRuling() {}

    /**
     * What is known of a call and of the user, now.
     *
     * @param from who calls
     * @param blocked whether the caller is blocked
     * @param own what the user published
     * @param leaving whether the account signs out
     * @param engaged whether there is another call, which came before
     * @param rang for how long it rang
     */
    record Situation(
            CallRules rules,
            Address from,
            boolean blocked,
            Availability own,
            boolean leaving,
            boolean engaged,
            Duration rang) {}

    static CallVerdict of(Situation now) {
        if (now.blocked) {
            return new TurnedAway(EndReason.Kind.DECLINED, "The caller is blocked");
        }
        CallForwarding forwarding = now.rules.forwarding();
        return forwarded(now, forwarding.always(), "All calls are sent on")
                .or(() -> undisturbed(now))
                .or(() -> notReachable(now))
                .or(() -> busy(now))
                .or(() -> noAnswer(now))
                .orElseGet(() -> new Rings(
                        now.engaged
                                ? "Calls ring during other calls (call waiting)"
                                : "No rule keeps it from ringing"));
    }

    private static Optional<CallVerdict> undisturbed(Situation now) {
        if (now.own != Availability.DO_NOT_DISTURB) {
            return Optional.empty();
        }
        String why = "The user is not to be disturbed";
        return switch (now.rules.doNotDisturb()) {
            case RINGS -> Optional.empty();
            case BUSY -> instead(now, now.rules.forwarding().whenBusy(), EndReason.Kind.BUSY, why);
            case UNREACHABLE ->
                instead(now, now.rules.forwarding().whenNotReachable(), EndReason.Kind.UNREACHABLE, why);
            case DECLINED -> instead(now, List.of(), EndReason.Kind.DECLINED, why);
        };
    }

    private static Optional<CallVerdict> notReachable(Situation now) {
        List<Address> to = now.rules.forwarding().whenNotReachable();
        if (now.leaving) {
            return forwarded(now, to, "The account signs out");
        }
        return now.own == Availability.OFFLINE ? forwarded(now, to, "The user is hidden") : Optional.empty();
    }

    private static Optional<CallVerdict> busy(Situation now) {
        return now.engaged && !now.rules.callWaiting()
                ? instead(
                        now,
                        now.rules.forwarding().whenBusy(),
                        EndReason.Kind.BUSY,
                        "There is another call, and no call waiting")
                : Optional.empty();
    }

    private static Optional<CallVerdict> noAnswer(Situation now) {
        CallForwarding forwarding = now.rules.forwarding();
        boolean longEnough = now.rang.compareTo(forwarding.noAnswer()) >= 0;
        return longEnough
                ? forwarded(
                        now,
                        forwarding.whenNoAnswer(),
                        "Nobody answered within " + forwarding.noAnswer().toSeconds() + " s")
                : Optional.empty();
    }

    private static Optional<CallVerdict> instead(
            Situation now, List<Address> forward, EndReason.Kind kind, String why) {
        return forwarded(now, forward, why).or(() -> Optional.of(new TurnedAway(kind, why)));
    }

    /** Whom calls are sent on to is not sent on: they would only reach themselves. */
    private static Optional<CallVerdict> forwarded(Situation now, List<Address> to, String why) {
        return to.isEmpty() || to.stream().anyMatch(each -> isSame(each, now.from))
                ? Optional.empty()
                : Optional.of(
                        new Forwarded(to, why + ": sent on to " + to.get(0).text()));
    }

    /** True for two addresses of one user, whatever the device and the way. */
    static boolean isSame(Address one, Address other) {
        if (one instanceof Address.Sip a && other instanceof Address.Sip b) {
            return a.text().equals(b.text())
                    || a.number().isPresent() && a.number().equals(b.number());
        }
        if (one instanceof Address.Sip sip && other instanceof Address.Tel) {
            return sip.number().filter(other::equals).isPresent();
        }
        return other instanceof Address.Sip && one instanceof Address.Tel
                ? isSame(other, one)
                : one.bare().equals(other.bare());
    }
}
