package dev.duet.testing;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import dev.duet.spi.TraceSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A leg whose other side is the test. */
public final class FakeLeg implements CallLeg {

    public final Address target;
    public final Listener listener;
    public final List<String> did = new ArrayList<>();
    public @Nullable TraceSink trace;

    public FakeLeg(Address target, Listener listener) {
        this.target = target;
        this.listener = listener;
    }

    @Override
    public String id() {
        return "leg";
    }

    @Override
    public void call() {
        did.add("call");
    }

    @Override
    public void trace(@Nullable TraceSink sink) {
        trace = sink;
    }

    @Override
    public void ring() {
        did.add("ring");
    }

    @Override
    public void accept() {
        did.add("accept");
    }

    @Override
    public void progress(SessionDescription description) {
        did.add("progress " + direction(description));
    }

    @Override
    public void end(EndReason reason) {
        did.add("end " + reason.kind());
    }

    @Override
    public void forward(List<Address> to, EndReason reason) {
        did.add("forward " + to + " " + reason.kind());
    }

    @Override
    public void transfer(Address to) {
        did.add("transfer " + to);
    }

    @Override
    public void transfer(CallLeg other) {
        did.add("transfer to " + ((FakeLeg) other).target);
    }

    @Override
    public void park(Address at) {
        did.add("park " + at);
    }

    @Override
    public void offer(SessionDescription offer) {
        did.add("offer " + direction(offer));
    }

    @Override
    public void answer(SessionDescription answer) {
        did.add("answer " + direction(answer));
    }

    @Override
    public void refuseOffer(boolean forNow) {
        did.add(forNow ? "refuseOffer for now" : "refuseOffer");
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        did.add("candidate " + mediaId);
    }

    @Override
    public void endOfCandidates(String mediaId) {
        did.add("endOfCandidates " + mediaId);
    }

    private static String direction(SessionDescription description) {
        return description.media().get(0).direction().toString();
    }
}
