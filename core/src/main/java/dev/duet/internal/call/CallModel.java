package dev.duet.internal.call;

import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.Hold;
import dev.duet.model.MediaDirection;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import java.util.List;
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
 * @param exchange where offer and answer are
 * @param ready our description that waits until the user takes the call; null when there is none
 * @param mediaUp true once media can flow
 * @param hold who holds
 * @param change the hold or resume that is being agreed; null when none is
 * @param queued changes that wait until the exchange is stable
 * @param transfer the operation of a transfer under way; 0 when there is none
 */
record CallModel(
        CallDirection direction,
        CallState state,
        int attempt,
        @Nullable Route route,
        List<Route> routesLeft,
        Exchange exchange,
        @Nullable Ready ready,
        boolean mediaUp,
        Hold hold,
        CallInput.@Nullable SetHold change,
        List<CallInput.SetHold> queued,
        long transfer) {

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
                Exchange.STABLE,
                null,
                false,
                Hold.NONE,
                null,
                List.of(),
                0);
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
        return new CallModel(
                direction,
                newState,
                attempt,
                route,
                routesLeft,
                exchange,
                ready,
                mediaUp,
                hold,
                change,
                queued,
                transfer);
    }

    CallModel withExchange(Exchange newExchange) {
        return new CallModel(
                direction,
                state,
                attempt,
                route,
                routesLeft,
                newExchange,
                ready,
                mediaUp,
                hold,
                change,
                queued,
                transfer);
    }

    CallModel withReady(@Nullable Ready newReady) {
        return new CallModel(
                direction,
                state,
                attempt,
                route,
                routesLeft,
                exchange,
                newReady,
                mediaUp,
                hold,
                change,
                queued,
                transfer);
    }

    CallModel withMediaUp() {
        return new CallModel(
                direction, state, attempt, route, routesLeft, exchange, ready, true, hold, change, queued, transfer);
    }

    /** Another hold; an active call shows it in its state. */
    CallModel withHold(Hold newHold) {
        CallState shown =
                state instanceof CallState.Active active ? new CallState.Active(active.since(), newHold) : state;
        return new CallModel(
                direction,
                shown,
                attempt,
                route,
                routesLeft,
                exchange,
                ready,
                mediaUp,
                newHold,
                change,
                queued,
                transfer);
    }

    CallModel withChange(CallInput.@Nullable SetHold newChange) {
        return new CallModel(
                direction,
                state,
                attempt,
                route,
                routesLeft,
                exchange,
                ready,
                mediaUp,
                hold,
                newChange,
                queued,
                transfer);
    }

    CallModel withQueued(List<CallInput.SetHold> newQueued) {
        return new CallModel(
                direction,
                state,
                attempt,
                route,
                routesLeft,
                exchange,
                ready,
                mediaUp,
                hold,
                change,
                newQueued,
                transfer);
    }

    CallModel withTransfer(long operation) {
        return new CallModel(
                direction,
                state,
                attempt,
                route,
                routesLeft,
                exchange,
                ready,
                mediaUp,
                hold,
                change,
                queued,
                operation);
    }

    /** The next attempt, with nothing of the one before. */
    CallModel nextAttempt(CallState newState, Route newRoute, List<Route> left) {
        return new CallModel(
                direction,
                newState,
                attempt + 1,
                newRoute,
                left,
                Exchange.STABLE,
                null,
                false,
                Hold.NONE,
                null,
                List.of(),
                0);
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

    /**
     * A description of ours that waits for the user.
     *
     * @param description what to send
     * @param isOffer true for an offer, false for an answer
     */
    record Ready(SessionDescription description, boolean isOffer) {}
}
