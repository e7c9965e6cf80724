package dev.duet.internal.block;

import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import org.jspecify.annotations.Nullable;

/** A call from somebody who is blocked: it is ended, and whatever it still tells matters to nobody. */
public record RefusedCall() implements CallLeg.Listener {

    @Override
    public void proposed() {
        // nobody is alerted
    }

    @Override
    public void ringing() {
        // not for an incoming call
    }

    @Override
    public void accepted() {
        // not for an incoming call
    }

    @Override
    public void ended(EndReason reason) {
        // as it was told to
    }

    @Override
    public void wantsOffer() {
        // it gets none
    }

    @Override
    public void offered(SessionDescription offer) {
        // it gets no answer
    }

    @Override
    public void answered(SessionDescription answer) {
        // nothing was offered
    }

    @Override
    public void offerRefused(Failure failure) {
        // nothing was offered
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        // there are no media
    }

    @Override
    public void endOfCandidates(String mediaId) {
        // there are no media
    }

    @Override
    public void progressed(@Nullable Failure failure) {
        // it was not asked to
    }

    @Override
    public void transferred(@Nullable Failure failure) {
        // nobody transfers it
    }
}
