package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import java.util.List;

/** A call that is over before it began. */
record EndedLeg(String id) implements CallLeg {

    @Override
    public void ring() {}

    @Override
    public void accept() {}

    @Override
    public void progress(SessionDescription description) {}

    @Override
    public void end(EndReason reason) {}

    @Override
    public void forward(List<Address> to, EndReason reason) {}

    @Override
    public void transfer(Address to) {}

    @Override
    public void transfer(CallLeg other) {}

    @Override
    public void park(Address at) {}

    @Override
    public void offer(SessionDescription offer) {}

    @Override
    public void answer(SessionDescription answer) {}

    @Override
    public void refuseOffer(boolean forNow) {}

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {}

    @Override
    public void endOfCandidates(String mediaId) {}
}
