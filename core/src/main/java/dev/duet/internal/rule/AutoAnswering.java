package dev.duet.internal.rule;

import dev.duet.internal.call.CallControl;
import dev.duet.model.Availability;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRules.AutoAnswer;
import dev.duet.spi.OnLoop;
import java.util.Optional;

/** Whether a call is answered by itself that wishes to be. */
final class AutoAnswering {

    private final RuleHost host;

    AutoAnswering(RuleHost host) {
        this.host = host;
    }

    /** Which rule allows it now, as a sentence; empty for none. */
    @OnLoop
    Optional<String> why(AutoAnswer rule, CallControl call) {
        boolean free = host.own() != Availability.DO_NOT_DISTURB
                && !host.blocks(call.remote())
                && host.callsNow().stream().noneMatch(other -> other != call && goesOn(other));
        return free ? allowed(rule, call) : Optional.empty();
    }

    private static Optional<String> allowed(AutoAnswer rule, CallControl call) {
        boolean asserted = call.isThroughServer() && call.details().asserted();
        return switch (rule) {
            case NOBODY -> Optional.empty();
            case CONTACTS ->
                asserted && call.contact().isPresent()
                        ? Optional.of("Calls of contacts are answered by themselves when they wish it")
                        : Optional.empty();
            case ASSERTED ->
                asserted
                        ? Optional.of(
                                "Calls of whom the server vouches for are answered by themselves when they wish it")
                        : Optional.empty();
            case SERVER ->
                call.isThroughServer()
                        ? Optional.of("Calls through the own server are answered by themselves when they wish it")
                        : Optional.empty();
        };
    }

    private static boolean goesOn(CallControl call) {
        return call.phase() != CallPhase.NEW && call.phase() != CallPhase.ENDED;
    }
}
