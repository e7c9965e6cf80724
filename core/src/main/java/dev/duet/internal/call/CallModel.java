package dev.duet.internal.call;

import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.Hold;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything the rules of a call need to know. Three machines that are kept apart: the phase in {@code state}, the
 * exchange of descriptions in {@code exchange}, and media transport, which lives in the media session and shows here
 * only as {@code mediaUp}.
 *
 * @param direction who began the call
 * @param state the phase, with what the application sees of it
 * @param attempt the number of the attempt that is under way, from 1; 0 before the first
 * @param route the way of that attempt; null before the first
 * @param routesLeft ways not tried yet
 * @param refusal why there is none of those to whom the call was sent on; null when there is, or it was not
 * @param calleeOffers by which protocols those who are called make the offer
 * @param exchange where offer and answer are
 * @param ready our description that waits until the user takes the call; null when there is none
 * @param mediaUp true once media can flow
 * @param hold who holds
 * @param change the hold or resume that is being agreed; null when none is
 * @param queued changes that wait until the exchange is stable
 * @param progress the operation that lets the caller hear this side early, under way; 0 when there is none
 * @param transfer the operation of a transfer under way; 0 when there is none
 * @param handingOver whether another call takes the place of this one, on the other side's wish or on ours
 * @param successor who is about to take the other side's place; null for nobody
 * @param restart whether the way of media was lost and is looked for anew
 */
record CallModel(
        CallDirection direction,
        CallState state,
        int attempt,
        @Nullable Route route,
        List<Route> routesLeft,
        @Nullable EndReason refusal,
        Set<Protocol> calleeOffers,
        Exchange exchange,
        @Nullable Ready ready,
        boolean mediaUp,
        Hold hold,
        CallInput.@Nullable Changes change,
        List<CallInput.Changes> queued,
        long progress,
        long transfer,
        boolean handingOver,
        @Nullable Successor successor,
        Restart restart) {

    CallModel {
        routesLeft = List.copyOf(routesLeft);
        queued = List.copyOf(queued);
    }

    static CallModel initial(CallDirection direction) {
        return new CallModel(
                direction,
                new CallState.New(),
                0,
                null,
                List.of(),
                null,
                Set.of(),
                Exchange.STABLE,
                null,
                false,
                Hold.NONE,
                null,
                List.of(),
                0,
                0,
                false,
                null,
                Restart.NONE);
    }

    CallPhase phase() {
        return state.phase();
    }

    boolean ended() {
        return phase() == CallPhase.ENDED;
    }

    /** The direction that this side wishes for. */
    MediaDirection wish() {
        return hold.local() ? MediaDirection.SENDONLY : MediaDirection.SENDRECV;
    }

    CallModel withState(CallState newState) {
        return with(draft -> draft.state = newState);
    }

    CallModel withCalleeOffers(Set<Protocol> protocols) {
        return with(draft -> draft.calleeOffers = protocols);
    }

    /** Other ways that are left, and why there is none when that has a reason. */
    CallModel withRoutesLeft(List<Route> newRoutesLeft, @Nullable EndReason newRefusal) {
        return with(draft -> {
            draft.routesLeft = List.copyOf(newRoutesLeft);
            draft.refusal = newRefusal;
        });
    }

    CallModel withExchange(Exchange newExchange) {
        return with(draft -> draft.exchange = newExchange);
    }

    CallModel withReady(@Nullable Ready newReady) {
        return with(draft -> draft.ready = newReady);
    }

    CallModel withMediaUp() {
        return with(draft -> draft.mediaUp = true);
    }

    /** Another hold; an active call shows it in its state. */
    CallModel withHold(Hold newHold) {
        return with(draft -> {
            draft.hold = newHold;
            if (state instanceof CallState.Active active) {
                draft.state = new CallState.Active(active.since(), newHold);
            }
        });
    }

    CallModel withChange(CallInput.@Nullable Changes newChange) {
        return with(draft -> draft.change = newChange);
    }

    CallModel withQueued(List<CallInput.Changes> newQueued) {
        return with(draft -> draft.queued = newQueued);
    }

    CallModel withProgress(long operation) {
        return with(draft -> draft.progress = operation);
    }

    CallModel withTransfer(long operation) {
        return with(draft -> draft.transfer = operation);
    }

    CallModel withHandingOver(boolean on) {
        return with(draft -> draft.handingOver = on);
    }

    CallModel withSuccessor(@Nullable Successor newSuccessor) {
        return with(draft -> draft.successor = newSuccessor);
    }

    CallModel withRestart(Restart newRestart) {
        return with(draft -> draft.restart = newRestart);
    }

    /** The next attempt, with nothing of the one before. */
    CallModel nextAttempt(CallState newState, Route newRoute, List<Route> left) {
        return initial(direction).with(draft -> {
            draft.state = newState;
            draft.attempt = attempt + 1;
            draft.route = newRoute;
            draft.routesLeft = left;
            draft.calleeOffers = calleeOffers;
        });
    }

    /** Somebody else is the other side; what was under way with the one before is gone. */
    CallModel takenOver(CallState newState, Successor by, Exchange newExchange, Hold newHold, Restart newRestart) {
        return initial(direction).with(draft -> {
            draft.state = newState;
            draft.attempt = attempt + 1;
            draft.route = by.route();
            draft.exchange = newExchange;
            draft.mediaUp = by.mediaUp() || newRestart != Restart.NONE;
            draft.hold = newHold;
            draft.restart = newRestart;
        });
    }

    private CallModel with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.model();
    }

    /** A model while it is being changed. */
    private static final class Draft {
        private final CallDirection direction;
        private CallState state;
        private int attempt;
        private @Nullable Route route;
        private List<Route> routesLeft;
        private @Nullable EndReason refusal;
        private Set<Protocol> calleeOffers;
        private Exchange exchange;
        private @Nullable Ready ready;
        private boolean mediaUp;
        private Hold hold;
        private CallInput.@Nullable Changes change;
        private List<CallInput.Changes> queued;
        private long progress;
        private long transfer;
        private boolean handingOver;
        private @Nullable Successor successor;
        private Restart restart;

        Draft(CallModel from) {
            direction = from.direction;
            state = from.state;
            attempt = from.attempt;
            route = from.route;
            routesLeft = from.routesLeft;
            refusal = from.refusal;
            calleeOffers = from.calleeOffers;
            exchange = from.exchange;
            ready = from.ready;
            mediaUp = from.mediaUp;
            hold = from.hold;
            change = from.change;
            queued = from.queued;
            progress = from.progress;
            transfer = from.transfer;
            handingOver = from.handingOver;
            successor = from.successor;
            restart = from.restart;
        }

        CallModel model() {
            return new CallModel(
                    direction,
                    state,
                    attempt,
                    route,
                    routesLeft,
                    refusal,
                    calleeOffers,
                    exchange,
                    ready,
                    mediaUp,
                    hold,
                    change,
                    queued,
                    progress,
                    transfer,
                    handingOver,
                    successor,
                    restart);
        }
    }

    /** Where offer and answer are (RFC 3264), as seen from the core. */
    enum Exchange {
        /** Nothing is under way. */
        STABLE,
        /** Our media make an offer. */
        MAKING_OFFER,
        /** Our offer is with the other side. */
        HAVE_LOCAL_OFFER,
        /** The other side's offer is with our media, or answered and waiting for the user. */
        HAVE_REMOTE_OFFER
    }

    /** Where the search for a new way of media is. */
    enum Restart {
        /** The way works. */
        NONE,
        /** It was lost; an offer to begin anew waits for its turn. */
        WANTED,
        /** The offer is made, or with the other side, or agreed: media will connect again or not. */
        UNDER_WAY
    }

    /**
     * Somebody who is about to take the other side's place.
     *
     * @param route the way to them
     * @param mediaUp whether media with them can flow
     * @param held whether they hold this side
     */
    record Successor(Route route, boolean mediaUp, boolean held) {}

    /**
     * A description of ours that waits for the user.
     *
     * @param description what to send
     * @param isOffer true for an offer, false for an answer
     */
    record Ready(SessionDescription description, boolean isOffer) {}
}
