package dev.duet.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.Hold;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.spi.CallLeg;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can happen to a call. */
sealed interface CallInput {

    /** Something that one attempt to reach the other side told; of older attempts it is ignored. */
    sealed interface OfAttempt extends CallInput {
        /** Attempts count from 1. */
        int attempt();
    }

    /** A command whose outcome the application waits for. */
    sealed interface Asks extends CallInput {
        /** The number of the command. */
        long operation();
    }

    /** A command that changes the session by an offer. */
    sealed interface Changes extends Asks {

        /** Which way media are to flow after it. */
        default MediaDirection wish(Hold now) {
            return now.local() ? MediaDirection.SENDONLY : MediaDirection.SENDRECV;
        }

        /** Who holds after it. */
        default Hold after(Hold before) {
            return before;
        }

        /** True when there is nothing to be changed. */
        default boolean isDone(Hold now) {
            return false;
        }
    }

    /** A command that has the call go on elsewhere, without this side. */
    sealed interface Moves extends Asks {
        /** What the leg is told to do. */
        CallEffect ask();
    }

    // --- from the application

    /**
     * Call somebody by the first of these ways.
     *
     * @param none why the call ends when there is none
     * @param calleeOffers by which protocols those who are called make the offer
     */
    record Start(List<Route> routes, EndReason none, Set<Protocol> calleeOffers) implements CallInput {

        public Start {
            calleeOffers = Set.copyOf(calleeOffers);
        }

        /** Where there is none, nobody can be reached. */
        Start(List<Route> routes, String whyNone, Set<Protocol> calleeOffers) {
            this(routes, CallWays.unreachable(whyNone), calleeOffers);
        }

        Start(List<Route> routes, String whyNone) {
            this(routes, whyNone, Set.of());
        }
    }

    /** Somebody calls, this way. */
    record Arrive(Route route) implements CallInput {}

    /** Take the call. */
    record Answer() implements CallInput {}

    /** Let the caller hear this side before the call is taken. */
    record Progress(long operation) implements Asks {}

    /** End it, in whatever phase, for that reason. */
    record End(EndReason reason) implements CallInput {}

    /** Send the caller on to somebody else, for that reason. */
    record Forward(List<Address> to, EndReason reason) implements CallInput {}

    /** Hold or resume. */
    record SetHold(boolean hold, long operation) implements Changes {
        @Override
        public MediaDirection wish(Hold now) {
            return hold ? MediaDirection.SENDONLY : MediaDirection.SENDRECV;
        }

        @Override
        public Hold after(Hold before) {
            return new Hold(hold, before.remote());
        }

        @Override
        public boolean isDone(Hold now) {
            return hold == now.local();
        }
    }

    /**
     * Offer the media again as they are.
     *
     * @param update by the message that interrupts nothing, where the protocol has two
     */
    record Reoffer(boolean update, long operation) implements Changes {}

    /** Send the other side to somebody else. */
    record Transfer(Address to, long operation) implements Moves {
        @Override
        public CallEffect ask() {
            return new CallEffect.LegTransfer(to);
        }
    }

    /**
     * Another call takes the place of this one, or, with false, does not: the other side's hanging up is then the end
     * of a transfer.
     */
    record HandOver(boolean on) implements CallInput {}

    /** Somebody wants to take the other side's place, this way. */
    record TakeOver(Route route) implements CallInput {}

    /** Have somebody keep the call in this side's place. */
    record Park(Address at, long operation) implements Moves {
        @Override
        public CallEffect ask() {
            return new CallEffect.LegPark(at);
        }
    }

    /** Send the other side to that of another call, whose place it takes. */
    record TransferTo(CallLeg other, long operation) implements Moves {
        @Override
        public CallEffect ask() {
            return new CallEffect.LegTransferTo(other);
        }
    }

    /** The network of this host changed. */
    record NetworkChanged() implements CallInput {}

    // --- from the leg

    /** The other side's device is said to be gone. */
    record Doubted(int attempt) implements OfAttempt {}

    record Proposed(int attempt) implements OfAttempt {}

    record Ringing(int attempt) implements OfAttempt {}

    record Accepted(int attempt) implements OfAttempt {}

    /**
     * The other side sends us on; these are the ways to whom, and may be none.
     *
     * @param refusal why the call is not to go on to them; null when it may, or nobody knows how
     */
    record Forwarded(
            int attempt, List<Route> routes, @Nullable EndReason refusal) implements OfAttempt {}

    record LegEnded(int attempt, EndReason reason) implements OfAttempt {}

    record WantsOffer(int attempt) implements OfAttempt {}

    record Offered(int attempt, SessionDescription offer) implements OfAttempt {}

    record Answered(int attempt, SessionDescription answer) implements OfAttempt {}

    record OfferRefused(int attempt, Failure failure) implements OfAttempt {}

    record RemoteCandidate(int attempt, String mediaId, IceCandidate candidate) implements OfAttempt {}

    record RemoteEndOfCandidates(int attempt, String mediaId) implements OfAttempt {}

    record Progressed(int attempt, @Nullable Failure failure) implements OfAttempt {}

    record Transferring(int attempt, WireDetail progress) implements OfAttempt {}

    record Transferred(int attempt, @Nullable Failure failure) implements OfAttempt {}

    // --- from the media session

    record OfferReady(int attempt, SessionDescription offer) implements OfAttempt {}

    record AnswerReady(int attempt, SessionDescription answer) implements OfAttempt {}

    record MediaRefused(int attempt, Failure failure) implements OfAttempt {}

    record LocalCandidate(int attempt, String mediaId, IceCandidate candidate) implements OfAttempt {}

    record LocalEndOfCandidates(int attempt, String mediaId) implements OfAttempt {}

    record MediaConnected(int attempt) implements OfAttempt {}

    record DirectionAgreed(int attempt, MediaDirection direction) implements OfAttempt {}

    record MediaInterrupted(int attempt, Failure failure) implements OfAttempt {}

    record MediaFailed(int attempt, Failure failure) implements OfAttempt {}

    // --- from the clock

    /** The call rang long enough. */
    record RingTimeout() implements CallInput {}

    /** Media had long enough to connect. */
    record ConnectTimeout() implements CallInput {}

    /** Media had long enough to connect again. */
    record RestartTimeout() implements CallInput {}
}
