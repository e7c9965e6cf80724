package dev.duet.sip.internal.link;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.Conference;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Referral;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Keeps what a leg tells. */
public final class LegRecorder implements CallLeg.Listener {

    public final List<Address> forwarded = new CopyOnWriteArrayList<>();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final Arrival arrival;
    public final List<Optional<Conference>> conferences = new CopyOnWriteArrayList<>();
    public volatile List<CallHop> hops = List.of();
    public final Address from;
    public final String callerName;
    public final List<String> facts = new CopyOnWriteArrayList<>();
    public final List<SessionDescription> offers = new CopyOnWriteArrayList<>();
    public final List<SessionDescription> answers = new CopyOnWriteArrayList<>();
    public final List<Failure> refusals = new CopyOnWriteArrayList<>();
    public volatile CallLeg leg;
    public volatile boolean refuses = true;
    public volatile Address identified;
    public volatile EndReason ended;
    public volatile Failure transferFailure;
    public final List<WireDetail> transfer = new CopyOnWriteArrayList<>();
    public final List<Referral> referrals = new CopyOnWriteArrayList<>();

    public LegRecorder(Arrival arrival) {
        this.arrival = arrival;
        this.from = arrival == null ? null : arrival.from();
        this.callerName = arrival == null ? "" : arrival.callerName();
    }

    public LegRecorder() {
        this(null);
    }

    public LegRecorder await(String fact) {
        Awaitility.await(fact + " in " + facts).atMost(PATIENCE).until(() -> {
            if (ended != null && !fact.equals("ended") && !facts.contains(fact)) {
                throw new AssertionError("The call ended before " + fact + ": " + ended + " " + facts);
            }
            return facts.contains(fact);
        });
        return this;
    }

    public EndReason awaitEnd() {
        await("ended");
        return ended;
    }

    @Override
    public void sentOn(List<CallHop> told) {
        hops = told;
    }

    @Override
    public void conference(@Nullable Conference conference) {
        conferences.add(Optional.ofNullable(conference));
    }

    @Override
    public void proposed() {
        facts.add("proposed");
    }

    @Override
    public void endOfCandidates(String mediaId) {
        facts.add("endOfCandidates");
    }

    @Override
    public void ringing() {
        facts.add("ringing");
    }

    @Override
    public void accepted() {
        facts.add("accepted");
    }

    @Override
    public void forwarded(List<Address> to) {
        forwarded.addAll(to);
    }

    @Override
    public void ended(EndReason reason) {
        ended = reason;
        facts.add("ended");
    }

    @Override
    public void wantsOffer() {
        facts.add("wantsOffer");
    }

    @Override
    public void offered(SessionDescription offer) {
        offers.add(offer);
        facts.add("offered" + offers.size());
    }

    @Override
    public void answered(SessionDescription answer) {
        answers.add(answer);
        facts.add("answered" + answers.size());
    }

    @Override
    public void offerRefused(Failure failure) {
        refusals.add(failure);
        facts.add("offerRefused");
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        facts.add("candidate");
    }

    @Override
    public void progressed(Failure failure) {
        facts.add(failure == null ? "progressed" : "notProgressed " + failure.kind());
    }

    @Override
    public void dtmf(char digit) {
        facts.add("key" + digit);
    }

    @Override
    public void identified(Address remote) {
        identified = remote;
    }

    @Override
    public void transferring(WireDetail progress) {
        transfer.add(progress);
    }

    @Override
    public void referred(Referral referral) {
        referrals.add(referral);
        facts.add("referred");
        if (refuses) {
            referral.refuse();
        }
    }

    @Override
    public void transferred(Failure failure) {
        transferFailure = failure;
        facts.add("transferred");
    }
}
