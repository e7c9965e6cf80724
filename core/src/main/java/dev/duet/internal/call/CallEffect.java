package dev.duet.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDirection;
import dev.duet.model.Route;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.spi.CallLeg;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call wants to be done. */
sealed interface CallEffect {

    // --- at the leg

    /** Begin an attempt: a leg and a media session for it. */
    record Dial(int attempt, Route route) implements CallEffect {}

    record LegCall() implements CallEffect {}

    record LegRing() implements CallEffect {}

    record LegProgress(SessionDescription description) implements CallEffect {}

    record LegAccept() implements CallEffect {}

    record LegEnd(EndReason reason) implements CallEffect {}

    record LegForward(List<Address> to, EndReason reason) implements CallEffect {}

    record LegOffer(SessionDescription offer) implements CallEffect {}

    record LegUpdate(SessionDescription offer) implements CallEffect {}

    record LegAnswer(SessionDescription answer) implements CallEffect {}

    record LegRefuseOffer(boolean forNow) implements CallEffect {}

    record LegCandidate(String mediaId, IceCandidate candidate) implements CallEffect {}

    record LegEndOfCandidates(String mediaId) implements CallEffect {}

    record LegTransfer(Address to) implements CallEffect {}

    record LegPark(Address at) implements CallEffect {}

    record LegTransferTo(CallLeg other) implements CallEffect {}

    // --- where somebody takes the other side's place

    /** At the newcomer's leg or media, which are not those of the call yet. */
    record Next(CallEffect effect) implements CallEffect {}

    /** The newcomer's leg and media are those of the call from now on; those before are kept aside. */
    record Swap() implements CallEffect {}

    /** End what was kept aside. */
    record Retire(EndReason reason) implements CallEffect {}

    // --- at the media session

    record MediaOffer(MediaDirection wish) implements CallEffect {}

    record MediaAnswer(SessionDescription offer, MediaDirection wish) implements CallEffect {}

    record MediaApplyAnswer(SessionDescription answer) implements CallEffect {}

    record MediaRollback() implements CallEffect {}

    record MediaCandidate(String mediaId, IceCandidate candidate) implements CallEffect {}

    record MediaEndOfCandidates(String mediaId) implements CallEffect {}

    record MediaRestart(MediaDirection wish) implements CallEffect {}

    record MediaNetworkChanged() implements CallEffect {}

    record MediaDoubt() implements CallEffect {}

    record MediaClose() implements CallEffect {}

    // --- at the clock and the application

    /** Start the timer that tells RingTimeout. */
    record StartRingTimer() implements CallEffect {}

    /** Stop the ring timer, and start the one that tells ConnectTimeout. */
    record StartConnectTimer() implements CallEffect {}

    /** Start the timer that tells RestartTimeout. */
    record StartRestartTimer() implements CallEffect {}

    /** Stop every timer. */
    record StopTimers() implements CallEffect {}

    /** Tell the application that a route led nowhere. */
    record TellRouteFailed(Route route, EndReason reason) implements CallEffect {}

    /** Tell the application how far a transfer is. */
    record TellTransfer(WireDetail progress) implements CallEffect {}

    /** Tell the outcome of a command; null when it was done. */
    record Outcome(long operation, @Nullable Failure failure) implements CallEffect {}
}
