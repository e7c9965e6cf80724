package dev.duet.internal.call;

import dev.duet.internal.call.CallModel.Exchange;
import dev.duet.internal.call.CallModel.Restart;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.Hold;
import dev.duet.model.MediaDirection;
import dev.duet.model.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a call: {@code step(model, input, now) -> (model, effects)}, and nothing else. SIP and Jingle calls
 * follow the same ones.
 */
final class CallMachine {

    private CallMachine() {}

    /** A model, and what is to be done on the way there, in this order. */
    record Step(CallModel model, List<CallEffect> effects) {

        Step {
            effects = List.copyOf(effects);
        }

        static Step of(CallModel model, CallEffect... effects) {
            return new Step(model, List.of(effects));
        }

        Step then(Step next) {
            List<CallEffect> all = new ArrayList<>(effects);
            all.addAll(next.effects);
            return new Step(next.model, all);
        }
    }

    static Step step(CallModel model, CallInput input, Instant now) {
        if (model.ended()) {
            return afterEnd(model, input);
        }
        if (input instanceof CallInput.OfAttempt told) {
            return ofAttempt(model, told, now);
        }
        if (input instanceof CallInput.Start start) {
            return start(model, start);
        }
        if (input instanceof CallInput.Arrive arrive) {
            return Step.of(
                    model.nextAttempt(model.state(), arrive.route(), List.of()), new CallEffect.StartRingTimer());
        }
        if (input instanceof CallInput.Answer) {
            return answer(model, now);
        }
        if (input instanceof CallInput.Progress progress) {
            return progress(model, progress);
        }
        if (input instanceof CallInput.End end) {
            return endHere(model, end.reason(), now);
        }
        if (input instanceof CallInput.Forward forward) {
            return Forwarding.here(model, forward, now);
        }
        if (input instanceof CallInput.Changes change) {
            return change(model, change);
        }
        if (input instanceof CallInput.Moves moves) {
            return move(model, moves);
        }
        if (input instanceof CallInput.TakeOver by) {
            boolean rings = model.direction() == CallDirection.INCOMING && isBeforeAnswer(model);
            return rings ? Takeover.turnAway(model) : Takeover.begin(model, by.route());
        }
        if (input instanceof CallInput.HandOver hand) {
            return Step.of(model.withHandingOver(hand.on()));
        }
        if (input instanceof CallInput.RingTimeout) {
            return isBeforeAnswer(model)
                    ? endHere(model, EndReason.of(EndReason.Kind.NO_ANSWER, EndReason.By.LOCAL), now)
                    : Step.of(model);
        }
        if (input instanceof CallInput.ConnectTimeout) {
            EndReason reason =
                    new EndReason(EndReason.Kind.FAILED, EndReason.By.NETWORK, "Media did not connect in time", null);
            return model.phase() == CallPhase.CONNECTING ? endHere(model, reason, now) : Step.of(model);
        }
        if (input instanceof CallInput.NetworkChanged) {
            return Step.of(model, new CallEffect.MediaNetworkChanged());
        }
        if (input instanceof CallInput.RestartTimeout) {
            return model.restart() == Restart.NONE ? Step.of(model) : mediaLost(model, "no way was found again", now);
        }
        throw new IllegalArgumentException("No rule for " + input);
    }

    /** Commands that come after the end must still learn of it; facts are too late to matter. */
    private static Step afterEnd(CallModel model, CallInput input) {
        return input instanceof CallInput.Asks asks
                ? Step.of(model, new CallEffect.Outcome(asks.operation(), Refusals.over()))
                : Step.of(model);
    }

    private static Step ofAttempt(CallModel model, CallInput.OfAttempt told, Instant now) {
        if (told.attempt() == model.attempt()) {
            return attempt(model, told, now);
        }
        CallModel.Successor newcomer = model.successor();
        if (newcomer == null || told.attempt() != model.attempt() + 1) {
            return Step.of(model);
        }
        Step step = Takeover.step(model, newcomer, told);
        return step.model().attempt() == model.attempt() ? step : step.then(activeIfBoth(step.model(), now));
    }

    private static Step attempt(CallModel model, CallInput.OfAttempt input, Instant now) {
        if (input instanceof CallInput.Proposed) {
            return model.direction() == CallDirection.INCOMING && model.phase() == CallPhase.NEW
                    ? incoming(model)
                    : Step.of(model);
        }
        if (input instanceof CallInput.Ringing) {
            return model.phase() == CallPhase.DIALING
                    ? Step.of(model.withState(new CallState.Alerting(false)))
                    : Step.of(model);
        }
        if (input instanceof CallInput.Accepted) {
            return accepted(model, now);
        }
        if (input instanceof CallInput.Doubted) {
            return Step.of(model, new CallEffect.MediaDoubt());
        }
        if (input instanceof CallInput.Forwarded forwarded) {
            return Forwarding.there(model, forwarded);
        }
        if (input instanceof CallInput.LegEnded ended) {
            return legEnded(model, ended.reason(), now);
        }
        if (input instanceof CallInput.WantsOffer) {
            return wantsOffer(model);
        }
        if (input instanceof CallInput.Offered offered) {
            return offered(model, offered);
        }
        if (input instanceof CallInput.Answered answered) {
            return answered(model, answered);
        }
        if (input instanceof CallInput.OfferRefused refused) {
            return offerRefused(model, refused.failure());
        }
        if (input instanceof CallInput.RemoteCandidate c) {
            return Step.of(model, new CallEffect.MediaCandidate(c.mediaId(), c.candidate()));
        }
        if (input instanceof CallInput.RemoteEndOfCandidates end) {
            return Step.of(model, new CallEffect.MediaEndOfCandidates(end.mediaId()));
        }
        if (input instanceof CallInput.Progressed progressed) {
            return progressed(model, progressed.failure());
        }
        if (input instanceof CallInput.Transferring transferring) {
            return model.transfer() == 0
                    ? Step.of(model)
                    : Step.of(model, new CallEffect.TellTransfer(transferring.progress()));
        }
        if (input instanceof CallInput.Transferred transferred) {
            return transferred(model, transferred.failure(), now);
        }
        if (input instanceof CallInput.OfferReady ready) {
            return offerReady(model, ready);
        }
        if (input instanceof CallInput.AnswerReady ready) {
            return answerReady(model, ready);
        }
        if (input instanceof CallInput.MediaRefused refused) {
            return mediaRefused(model, refused.failure(), now);
        }
        if (input instanceof CallInput.LocalCandidate c) {
            return Step.of(model, new CallEffect.LegCandidate(c.mediaId(), c.candidate()));
        }
        if (input instanceof CallInput.LocalEndOfCandidates end) {
            return Step.of(model, new CallEffect.LegEndOfCandidates(end.mediaId()));
        }
        if (input instanceof CallInput.MediaConnected) {
            return mediaConnected(model, now);
        }
        if (input instanceof CallInput.MediaInterrupted interrupted) {
            return interrupted(model, interrupted.failure(), now);
        }
        if (input instanceof CallInput.DirectionAgreed agreed) {
            return Step.of(model.withHold(
                    new Hold(model.hold().local(), !agreed.direction().sends())));
        }
        if (input instanceof CallInput.MediaFailed failed) {
            return mediaFailed(model, failed.failure(), now);
        }
        throw new IllegalArgumentException("No rule for " + input);
    }

    // --- media

    private static Step mediaConnected(CallModel model, Instant now) {
        if (model.phase() == CallPhase.ACTIVE && model.restart() != Restart.NONE) {
            return Step.of(model.withRestart(Restart.NONE), new CallEffect.StopTimers());
        }
        if (hasEarlyMedia(model) && model.restart() != Restart.NONE) {
            return Step.of(model.withRestart(Restart.NONE)); // it rings on
        }
        return activeIfBoth(model.withMediaUp(), now);
    }

    private static Step interrupted(CallModel model, Failure failure, Instant now) {
        if (model.phase() == CallPhase.CONNECTING) {
            return mediaFailed(model, failure, now);
        }
        if (hasEarlyMedia(model) && model.mediaUp() && model.restart() == Restart.NONE) {
            return next(model.withRestart(Restart.WANTED)); // no longer than it rings
        }
        if (model.phase() != CallPhase.ACTIVE || model.restart() != Restart.NONE) {
            return Step.of(model);
        }
        CallModel wanted = model.withRestart(Restart.WANTED);
        return Step.of(wanted, new CallEffect.StartRestartTimer()).then(next(wanted));
    }

    private static Step mediaFailed(CallModel model, Failure failure, Instant now) {
        if (failure.kind() == Failure.Kind.TLS) {
            return endHere(
                    model, new EndReason(EndReason.Kind.INSECURE, EndReason.By.LOCAL, failure.message(), null), now);
        }
        if (model.mediaUp()) {
            return mediaLost(model, failure.message(), now);
        }
        EndReason reason = failure.origin() == Failure.Origin.PEER // a description that leads nowhere
                ? new EndReason(EndReason.Kind.INCOMPATIBLE, EndReason.By.LOCAL, failure.message(), null)
                : new EndReason(EndReason.Kind.FAILED, EndReason.By.NETWORK, failure.message(), null);
        return endHere(model, reason, now);
    }

    private static Step mediaLost(CallModel model, String why, Instant now) {
        return endHere(model, new EndReason(EndReason.Kind.MEDIA_LOST, EndReason.By.NETWORK, why, null), now);
    }

    // --- life

    private static Step start(CallModel model, CallInput.Start start) {
        if (start.routes().isEmpty()) {
            return Step.of(model.withState(new CallState.Ended(start.none(), Duration.ZERO)));
        }
        return dial(model.withCalleeOffers(start.calleeOffers()), start.routes());
    }

    private static Step dial(CallModel model, List<Route> routes) {
        Route route = routes.get(0);
        CallModel next = model.nextAttempt(new CallState.Dialing(), route, routes.subList(1, routes.size()));
        if (model.calleeOffers().contains(route.protocol())) {
            return Step.of(
                    next,
                    new CallEffect.Dial(next.attempt(), route),
                    new CallEffect.StartRingTimer(),
                    new CallEffect.LegCall());
        }
        next = next.withExchange(Exchange.MAKING_OFFER);
        return Step.of(
                next,
                new CallEffect.Dial(next.attempt(), route),
                new CallEffect.StartRingTimer(),
                new CallEffect.MediaOffer(MediaDirection.SENDRECV));
    }

    private static Step answer(CallModel model, Instant now) {
        if (model.phase() != CallPhase.INCOMING) {
            return Step.of(model);
        }
        CallModel connecting = model.withState(new CallState.Connecting()).withReady(null);
        List<CallEffect> effects = new ArrayList<>();
        effects.add(new CallEffect.StartConnectTimer());
        CallModel.Ready ready = model.ready(); // null for a proposal, which is described later, and after early media
        if (ready != null) {
            effects.add(
                    ready.isOffer()
                            ? new CallEffect.LegOffer(ready.description())
                            : new CallEffect.LegAnswer(ready.description()));
            connecting = connecting.withExchange(ready.isOffer() ? Exchange.HAVE_LOCAL_OFFER : Exchange.STABLE);
        }
        effects.add(new CallEffect.LegAccept());
        // Without ICE the way was ready as soon as both descriptions were, which was before the user took the call.
        return new Step(connecting, effects).then(activeIfBoth(connecting, now));
    }

    private static Step progress(CallModel model, CallInput.Progress progress) {
        if (model.phase() != CallPhase.INCOMING || model.progress() != 0) {
            return Step.of(model, new CallEffect.Outcome(progress.operation(), Refusals.notRinging()));
        }
        if (isEarly(model)) {
            return Step.of(model, new CallEffect.Outcome(progress.operation(), null));
        }
        if (model.ready() == null) {
            return Step.of(model, new CallEffect.Outcome(progress.operation(), Refusals.notDescribed()));
        }
        return Step.of(
                model.withProgress(progress.operation()),
                new CallEffect.LegProgress(model.ready().description()));
    }

    private static Step progressed(CallModel model, @Nullable Failure failure) {
        if (model.progress() == 0) {
            return Step.of(model);
        }
        CallEffect outcome = new CallEffect.Outcome(model.progress(), failure);
        CallModel.Ready ready = model.ready();
        CallModel told = model.withProgress(0);
        if (failure != null || ready == null) { // with the acceptance by now
            return Step.of(told, outcome);
        }
        return Step.of(
                told.withReady(null)
                        .withState(new CallState.Incoming(true))
                        .withExchange(ready.isOffer() ? Exchange.HAVE_LOCAL_OFFER : Exchange.STABLE),
                outcome);
    }

    /** True when media may flow before the call is taken: in either direction. */
    private static boolean hasEarlyMedia(CallModel model) {
        return isEarly(model) || model.state() instanceof CallState.Alerting alerting && alerting.earlyMedia();
    }

    private static boolean isEarly(CallModel model) {
        return model.state() instanceof CallState.Incoming incoming && incoming.earlyMedia();
    }

    private static Step accepted(CallModel model, Instant now) {
        if (model.direction() != CallDirection.OUTGOING || !isBeforeAnswer(model)) {
            return Step.of(model);
        }
        return Step.of(model.withState(new CallState.Connecting()), new CallEffect.StartConnectTimer())
                .then(activeIfBoth(model.withState(new CallState.Connecting()), now));
    }

    private static Step activeIfBoth(CallModel model, Instant now) {
        if (!model.mediaUp() || model.phase() != CallPhase.CONNECTING) {
            return Step.of(model);
        }
        CallModel active = model.withState(new CallState.Active(now, model.hold()));
        return model.restart() == Restart.NONE
                ? Step.of(active, new CallEffect.StopTimers())
                : Step.of(active, new CallEffect.StartRestartTimer()).then(next(active));
    }

    private static Step legEnded(CallModel model, EndReason reason, Instant now) {
        boolean goesOn =
                model.phase() == CallPhase.DIALING && reason.unreachable() || Forwarding.isSentOn(model, reason);
        if (goesOn && !model.routesLeft().isEmpty() && model.successor() == null && model.route() != null) {
            return Step.of(
                            model,
                            new CallEffect.TellRouteFailed(model.route(), reason),
                            new CallEffect.StopTimers(),
                            new CallEffect.MediaClose())
                    .then(dial(model, model.routesLeft()));
        }
        EndReason refusal = goesOn ? model.refusal() : null;
        return ended(model, refusal == null ? honest(model, reason) : refusal, now);
    }

    /**
     * What this side knows better. To lose media one must have had them: the other side cannot know whether this one
     * ever had. Who hangs up while another call takes this one's place ends a transfer. And when the way for new media
     * is not there either, media were lost first.
     */
    private static EndReason honest(CallModel model, EndReason told) {
        if (model.handingOver() && told.kind() == EndReason.Kind.HANGUP) {
            return new EndReason(EndReason.Kind.TRANSFERRED, told.by(), told.text(), told.wire());
        }
        if (told.kind() == EndReason.Kind.UNREACHABLE && isLost(model)) {
            return new EndReason(EndReason.Kind.MEDIA_LOST, told.by(), told.text(), told.wire());
        }
        if (told.kind() != EndReason.Kind.MEDIA_LOST || model.mediaUp()) {
            return told;
        }
        String why = told.text().isEmpty() ? "The other side says that media did not connect" : told.text();
        return new EndReason(EndReason.Kind.FAILED, told.by(), why, told.wire());
    }

    private static boolean isLost(CallModel model) {
        return model.phase() == CallPhase.ACTIVE && model.restart() != Restart.NONE;
    }

    private static Step endHere(CallModel model, EndReason reason, Instant now) {
        EndReason honest = reason;
        if (reason.kind() == EndReason.Kind.HANGUP && isBeforeAnswer(model)) {
            EndReason.Kind kind =
                    model.direction() == CallDirection.OUTGOING ? EndReason.Kind.CANCELLED : EndReason.Kind.DECLINED;
            honest = EndReason.of(kind, EndReason.By.LOCAL);
        }
        return Step.of(model, new CallEffect.LegEnd(honest)).then(ended(model, honest, now));
    }

    static Step ended(CallModel model, EndReason reason, Instant now) {
        Duration talk = model.state() instanceof CallState.Active active
                ? Duration.between(active.since(), now)
                : Duration.ZERO;
        List<CallEffect> effects = new ArrayList<>();
        effects.add(new CallEffect.StopTimers());
        effects.add(new CallEffect.MediaClose());
        effects.addAll(Takeover.abandon(model));
        if (model.change() != null) {
            effects.add(new CallEffect.Outcome(model.change().operation(), Refusals.over()));
        }
        for (CallInput.Changes waiting : model.queued()) {
            effects.add(new CallEffect.Outcome(waiting.operation(), Refusals.over()));
        }
        if (model.progress() != 0) {
            effects.add(new CallEffect.Outcome(model.progress(), Refusals.over()));
        }
        if (model.transfer() != 0) {
            boolean done = reason.kind() == EndReason.Kind.TRANSFERRED;
            effects.add(new CallEffect.Outcome(model.transfer(), done ? null : Refusals.over()));
        }
        CallModel last = model.withState(new CallState.Ended(reason, talk))
                .withChange(null)
                .withQueued(List.of())
                .withProgress(0)
                .withTransfer(0)
                .withSuccessor(null);
        return new Step(last, effects);
    }

    // --- offer and answer

    private static Step wantsOffer(CallModel model) {
        if (model.exchange() != Exchange.STABLE) {
            return Step.of(model); // an outgoing call makes its offer unasked
        }
        CallModel making = model.withExchange(Exchange.MAKING_OFFER);
        return Step.of(making, new CallEffect.MediaOffer(model.wish()));
    }

    private static Step offerReady(CallModel model, CallInput.OfferReady ready) {
        if (model.exchange() != Exchange.MAKING_OFFER) {
            return Step.of(model);
        }
        if (model.direction() == CallDirection.INCOMING && model.phase() == CallPhase.NEW) {
            return incoming(model.withReady(new CallModel.Ready(ready.offer(), true)));
        }
        boolean updates = model.change() instanceof CallInput.Reoffer again && again.update();
        CallEffect send = updates ? new CallEffect.LegUpdate(ready.offer()) : new CallEffect.LegOffer(ready.offer());
        return Step.of(model.withExchange(Exchange.HAVE_LOCAL_OFFER), send);
    }

    private static Step offered(CallModel model, CallInput.Offered offered) {
        if (model.exchange() == Exchange.MAKING_OFFER || model.exchange() == Exchange.HAVE_LOCAL_OFFER) {
            return Step.of(model, new CallEffect.LegRefuseOffer(true)); // glare: the leg's protocol sorts it out
        }
        // Whom we call without an offer may make one before the call is taken, and sound may follow.
        boolean early = model.direction() == CallDirection.OUTGOING && isBeforeAnswer(model);
        CallModel told = early ? model.withState(new CallState.Alerting(true)) : model;
        return Step.of(
                told.withExchange(Exchange.HAVE_REMOTE_OFFER),
                new CallEffect.MediaAnswer(offered.offer(), model.wish()));
    }

    private static Step answerReady(CallModel model, CallInput.AnswerReady ready) {
        if (model.exchange() != Exchange.HAVE_REMOTE_OFFER) {
            return Step.of(model);
        }
        if (model.phase() == CallPhase.NEW) {
            return incoming(model.withReady(new CallModel.Ready(ready.answer(), false)));
        }
        if (model.phase() == CallPhase.INCOMING && !isEarly(model)) { // the caller changed its offer while it rings
            return Step.of(model.withReady(new CallModel.Ready(ready.answer(), false)));
        }
        return Step.of(model.withExchange(Exchange.STABLE), new CallEffect.LegAnswer(ready.answer()))
                .then(next(model.withExchange(Exchange.STABLE)));
    }

    private static Step incoming(CallModel model) {
        return Step.of(model.withState(new CallState.Incoming(false)), new CallEffect.LegRing());
    }

    private static Step answered(CallModel model, CallInput.Answered answered) {
        boolean early = model.direction() == CallDirection.OUTGOING && isBeforeAnswer(model);
        if (model.exchange() != Exchange.HAVE_LOCAL_OFFER && !early) {
            return Step.of(model);
        }
        CallModel stable = model.withExchange(Exchange.STABLE);
        if (early) {
            // Forking: each branch may answer, the newest counts until one is accepted (RFC 3261 13.2.2.4).
            stable = stable.withState(new CallState.Alerting(true));
        }
        CallInput.Changes change = model.change();
        if (change == null) {
            return Step.of(stable, new CallEffect.MediaApplyAnswer(answered.answer()))
                    .then(next(stable));
        }
        CallModel changed = stable.withHold(change.after(model.hold())).withChange(null);
        return Step.of(
                        changed,
                        new CallEffect.MediaApplyAnswer(answered.answer()),
                        new CallEffect.Outcome(change.operation(), null))
                .then(next(changed));
    }

    private static Step offerRefused(CallModel model, Failure failure) {
        if (model.exchange() != Exchange.HAVE_LOCAL_OFFER) {
            return Step.of(model);
        }
        CallModel stable = model.withExchange(Exchange.STABLE).withChange(null);
        if (hasEarlyMedia(model)) { // what it was for waits until the call is taken
            return Step.of(stable.withRestart(Restart.WANTED), new CallEffect.MediaRollback());
        }
        Step back = Step.of(stable, new CallEffect.MediaRollback());
        if (model.change() != null) {
            back = back.then(
                    Step.of(stable, new CallEffect.Outcome(model.change().operation(), failure)));
        }
        return back.then(next(stable));
    }

    private static Step mediaRefused(CallModel model, Failure failure, Instant now) {
        boolean described = model.phase() == CallPhase.ACTIVE
                || model.direction() == CallDirection.OUTGOING && isBeforeAnswer(model)
                || isEarly(model);
        if (described && model.exchange() == Exchange.HAVE_REMOTE_OFFER) {
            CallModel stable = model.withExchange(Exchange.STABLE);
            return Step.of(stable, new CallEffect.LegRefuseOffer(false)).then(next(stable));
        }
        EndReason.Kind kind =
                failure.kind() == Failure.Kind.TLS ? EndReason.Kind.INSECURE : EndReason.Kind.INCOMPATIBLE;
        return endHere(model, new EndReason(kind, EndReason.By.LOCAL, failure.message(), null), now);
    }

    // --- changes of an active call

    private static Step change(CallModel model, CallInput.Changes change) {
        if (model.phase() != CallPhase.ACTIVE) {
            return Step.of(model, new CallEffect.Outcome(change.operation(), Refusals.notActive()));
        }
        List<CallInput.Changes> queued = new ArrayList<>(model.queued());
        queued.add(change);
        return next(model.withQueued(queued));
    }

    /** Begins the next change that waits, if the exchange allows. */
    private static Step next(CallModel model) {
        boolean restarts = model.restart() == Restart.WANTED && hasEarlyMedia(model);
        if (model.exchange() != Exchange.STABLE || model.phase() != CallPhase.ACTIVE && !restarts) {
            return Step.of(model);
        }
        if (model.restart() == Restart.WANTED) {
            return Step.of(
                    model.withRestart(Restart.UNDER_WAY).withExchange(Exchange.MAKING_OFFER),
                    new CallEffect.MediaRestart(model.wish()));
        }
        if (model.queued().isEmpty()) {
            return Step.of(model);
        }
        CallInput.Changes first = model.queued().get(0);
        CallModel rest =
                model.withQueued(model.queued().subList(1, model.queued().size()));
        if (first.isDone(model.hold())) {
            return Step.of(rest, new CallEffect.Outcome(first.operation(), null))
                    .then(next(rest));
        }
        return Step.of(
                rest.withChange(first).withExchange(Exchange.MAKING_OFFER),
                new CallEffect.MediaOffer(first.wish(model.hold())));
    }

    private static Step move(CallModel model, CallInput.Moves moves) {
        if (model.phase() != CallPhase.ACTIVE) {
            return Step.of(model, new CallEffect.Outcome(moves.operation(), Refusals.notActive()));
        }
        if (model.transfer() != 0) {
            return Step.of(model, new CallEffect.Outcome(moves.operation(), Refusals.busyTransferring()));
        }
        return Step.of(model.withTransfer(moves.operation()), moves.ask());
    }

    private static Step transferred(CallModel model, @Nullable Failure failure, Instant now) {
        if (model.transfer() == 0) {
            return Step.of(model);
        }
        if (failure != null) {
            return Step.of(model.withTransfer(0), new CallEffect.Outcome(model.transfer(), failure));
        }
        return endHere(model, EndReason.of(EndReason.Kind.TRANSFERRED, EndReason.By.LOCAL), now);
    }

    static boolean isBeforeAnswer(CallModel model) {
        return model.phase().compareTo(CallPhase.CONNECTING) < 0;
    }
}
