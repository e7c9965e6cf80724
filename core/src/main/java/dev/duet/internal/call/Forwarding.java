package dev.duet.internal.call;

import dev.duet.internal.call.CallMachine.Step;
import dev.duet.model.CallDirection;
import dev.duet.model.EndReason;
import java.time.Instant;

/** What happens to a call that is sent on to somebody else before it is taken, by either side. Pure. */
final class Forwarding {

    /** How often one call is tried at most: those who send calls on may do so in a circle. */
    static final int MOST_ATTEMPTS = 12;

    private Forwarding() {}

    /** This side does not take the call, and says who will. */
    static Step here(CallModel model, CallInput.Forward forward, Instant now) {
        return model.direction() == CallDirection.INCOMING && CallMachine.isBeforeAnswer(model)
                ? Step.of(model, new CallEffect.LegForward(forward.to(), forward.reason()))
                        .then(CallMachine.ended(model, forward.reason(), now))
                : Step.of(model);
    }

    /** The other side says whom to call instead; ways to itself that are left do not matter any more. */
    static Step there(CallModel model, CallInput.Forwarded forwarded) {
        return model.direction() == CallDirection.OUTGOING && CallMachine.isBeforeAnswer(model)
                ? Step.of(model.withRoutesLeft(forwarded.routes(), forwarded.refusal()))
                : Step.of(model);
    }

    /** True when a leg ended so that the call goes on to whom it was sent. */
    static boolean isSentOn(CallModel model, EndReason reason) {
        return reason.kind() == EndReason.Kind.FORWARDED
                && model.direction() == CallDirection.OUTGOING
                && CallMachine.isBeforeAnswer(model)
                && model.attempt() < MOST_ATTEMPTS;
    }
}
