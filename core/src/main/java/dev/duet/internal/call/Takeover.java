package dev.duet.internal.call;

import dev.duet.internal.call.CallMachine.Step;
import dev.duet.internal.call.CallModel.Exchange;
import dev.duet.internal.call.CallModel.Restart;
import dev.duet.internal.call.CallModel.Successor;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.Hold;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules by which somebody else takes the other side's place in a call (RFC 3891): the newcomer's description is
 * answered beside the call, which goes on as it is until that is done, and then goes on with the newcomer.
 */
final class Takeover {

    private static final EndReason MOVED = EndReason.of(EndReason.Kind.TRANSFERRED, EndReason.By.LOCAL);

    private static final EndReason PICKED_UP = EndReason.of(EndReason.Kind.ANSWERED_ELSEWHERE, EndReason.By.LOCAL);

    private Takeover() {}

    /** Somebody wants to take the other side's place. */
    static Step begin(CallModel model, Route route) {
        return Step.of(model.withSuccessor(new Successor(route, false, false)));
    }

    /** Nobody takes the place of a caller whom the user has not answered. */
    static Step turnAway(CallModel model) {
        return Step.of(
                model,
                new CallEffect.Next(new CallEffect.LegEnd(EndReason.of(EndReason.Kind.BUSY, EndReason.By.LOCAL))),
                new CallEffect.Next(new CallEffect.MediaClose()));
    }

    /** What the newcomer's leg and media tell before they are those of the call. */
    static Step step(CallModel model, Successor newcomer, CallInput.OfAttempt input) {
        if (input instanceof CallInput.WantsOffer) {
            return next(model, new CallEffect.MediaOffer(model.wish()));
        }
        if (input instanceof CallInput.Offered offered) {
            return next(model, new CallEffect.MediaAnswer(offered.offer(), model.wish()));
        }
        if (input instanceof CallInput.OfferReady ready) {
            return swap(model, newcomer, ready.offer(), true);
        }
        if (input instanceof CallInput.AnswerReady ready) {
            return swap(model, newcomer, ready.answer(), false);
        }
        if (input instanceof CallInput.LegEnded) {
            return next(model.withSuccessor(null), new CallEffect.MediaClose());
        }
        if (input instanceof CallInput.MediaRefused refused) {
            return refuse(model, refused.failure());
        }
        if (input instanceof CallInput.MediaFailed failed) {
            return refuse(model, failed.failure());
        }
        if (input instanceof CallInput.RemoteCandidate c) {
            return next(model, new CallEffect.MediaCandidate(c.mediaId(), c.candidate()));
        }
        if (input instanceof CallInput.RemoteEndOfCandidates end) {
            return next(model, new CallEffect.MediaEndOfCandidates(end.mediaId()));
        }
        if (input instanceof CallInput.LocalCandidate c) {
            return next(model, new CallEffect.LegCandidate(c.mediaId(), c.candidate()));
        }
        if (input instanceof CallInput.LocalEndOfCandidates end) {
            return next(model, new CallEffect.LegEndOfCandidates(end.mediaId()));
        }
        if (input instanceof CallInput.MediaConnected) {
            return Step.of(model.withSuccessor(new Successor(newcomer.route(), true, newcomer.held())));
        }
        if (input instanceof CallInput.DirectionAgreed agreed) {
            boolean held = !agreed.direction().sends();
            return Step.of(model.withSuccessor(new Successor(newcomer.route(), newcomer.mediaUp(), held)));
        }
        return Step.of(model);
    }

    /** The call is over: so is the newcomer's way into it. */
    static List<CallEffect> abandon(CallModel model) {
        return model.successor() == null
                ? List.of()
                : List.of(
                        new CallEffect.Next(new CallEffect.LegEnd(MOVED)),
                        new CallEffect.Next(new CallEffect.MediaClose()));
    }

    private static Step next(CallModel model, CallEffect effect) {
        return Step.of(model, new CallEffect.Next(effect));
    }

    private static Step refuse(CallModel model, Failure failure) {
        EndReason.Kind kind =
                failure.kind() == Failure.Kind.TLS ? EndReason.Kind.INSECURE : EndReason.Kind.INCOMPATIBLE;
        EndReason reason = new EndReason(kind, EndReason.By.LOCAL, failure.message(), null);
        return Step.of(
                model.withSuccessor(null),
                new CallEffect.Next(new CallEffect.LegEnd(reason)),
                new CallEffect.Next(new CallEffect.MediaClose()));
    }

    /** The newcomer's is the call from now on. What was under way with the side before is not done. */
    private static Step swap(CallModel model, Successor newcomer, SessionDescription ours, boolean offers) {
        List<CallEffect> effects = new ArrayList<>();
        effects.add(new CallEffect.Swap());
        effects.add(offers ? new CallEffect.LegOffer(ours) : new CallEffect.LegAnswer(ours));
        effects.add(new CallEffect.LegAccept());
        effects.add(new CallEffect.Retire(model.phase() == CallPhase.ACTIVE ? MOVED : PICKED_UP));
        effects.addAll(notDone(model));
        CallState before = model.state();
        boolean talks = before.phase() == CallPhase.ACTIVE;
        boolean up = newcomer.mediaUp();
        Hold hold = new Hold(model.hold().local(), newcomer.held());
        CallState state = before instanceof CallState.Active active
                ? new CallState.Active(active.since(), hold)
                : new CallState.Connecting();
        effects.add(
                !talks
                        ? new CallEffect.StartConnectTimer()
                        : up ? new CallEffect.StopTimers() : new CallEffect.StartRestartTimer());
        return new Step(
                model.takenOver(
                        state,
                        newcomer,
                        offers ? Exchange.HAVE_LOCAL_OFFER : Exchange.STABLE,
                        hold,
                        talks && !up ? Restart.UNDER_WAY : Restart.NONE),
                effects);
    }

    private static List<CallEffect> notDone(CallModel model) {
        List<CallEffect> effects = new ArrayList<>();
        if (model.change() != null) {
            effects.add(new CallEffect.Outcome(model.change().operation(), Refusals.takenOver()));
        }
        for (CallInput.Changes waiting : model.queued()) {
            effects.add(new CallEffect.Outcome(waiting.operation(), Refusals.takenOver()));
        }
        if (model.progress() != 0) {
            effects.add(new CallEffect.Outcome(model.progress(), Refusals.takenOver()));
        }
        if (model.transfer() != 0) {
            effects.add(new CallEffect.Outcome(model.transfer(), Refusals.takenOver()));
        }
        return effects;
    }
}
