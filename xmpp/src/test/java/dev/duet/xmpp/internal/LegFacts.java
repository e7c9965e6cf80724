package dev.duet.xmpp.internal;

import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a leg told, for tests to look at. */
final class LegFacts implements CallLeg.Listener {

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile @Nullable EndReason ended;
    volatile @Nullable SessionDescription offer;
    volatile @Nullable SessionDescription answer;

    boolean has(String fact) {
        return told.contains(fact);
    }

    @Override
    public void proposed() {
        told.add("proposed");
    }

    @Override
    public void ringing() {
        told.add("ringing");
    }

    @Override
    public void accepted() {
        told.add("accepted");
    }

    @Override
    public void ended(EndReason reason) {
        ended = reason;
        told.add("ended " + reason.kind() + " " + reason.by());
    }

    @Override
    public void doubted() {
        told.add("doubted");
    }

    @Override
    public void wantsOffer() {
        told.add("wantsOffer");
    }

    @Override
    public void offered(SessionDescription description) {
        offer = description;
        told.add("offered");
    }

    @Override
    public void answered(SessionDescription description) {
        answer = description;
        told.add("answered");
    }

    @Override
    public void offerRefused(Failure failure) {
        told.add("offerRefused");
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        told.add("candidate");
    }

    @Override
    public void endOfCandidates(String mediaId) {
        told.add("endOfCandidates");
    }

    @Override
    public void progressed(@Nullable Failure failure) {
        told.add("progressed " + (failure == null ? "" : failure.kind()));
    }

    @Override
    public void transferred(@Nullable Failure failure) {
        told.add("transferred " + (failure == null ? "" : failure.kind()));
    }
}
