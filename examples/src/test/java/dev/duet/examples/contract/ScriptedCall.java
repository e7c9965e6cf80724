package dev.duet.examples.contract;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of a {@link ScriptedPhone}: does the least that the core does, and remembers what it was told. */
final class ScriptedCall implements CallLeg.Listener {

    final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Address> forwardedTo = new CopyOnWriteArrayList<>();
    private final ScriptedPhone phone;
    private volatile @Nullable CallLeg leg;
    private volatile @Nullable SessionDescription offer;
    private volatile @Nullable SessionDescription answer;
    private volatile @Nullable EndReason end;
    private volatile MediaDirection wish = MediaDirection.SENDRECV;
    private volatile String ufrag = "callee1";
    private boolean offering; // on the loop
    private boolean up;

    ScriptedCall(ScriptedPhone phone, @Nullable SessionDescription firstOffer) {
        this.phone = phone;
        if (firstOffer != null) {
            offering = true;
            ufrag = Descriptions.ufrag(firstOffer);
        }
    }

    void leg(CallLeg value) {
        leg = value;
    }

    CallLeg leg() {
        return Objects.requireNonNull(leg);
    }

    SessionDescription offer() {
        return Objects.requireNonNull(offer, "no offer");
    }

    SessionDescription answer() {
        return Objects.requireNonNull(answer, "no answer");
    }

    EndReason end() {
        until("ended");
        return Objects.requireNonNull(end);
    }

    void until(String fact) {
        ScriptedPhone.until(fact + " in " + told, () -> told.stream().anyMatch(each -> each.startsWith(fact)));
    }

    long count(String fact) {
        return told.stream().filter(each -> each.startsWith(fact)).count();
    }

    // --- what a user does

    void ring() {
        ScriptedPhone.until("an offer or a proposal", () -> told.contains("proposed") || told.contains("offered"));
        phone.does(() -> leg().ring());
    }

    void take() {
        ring();
        phone.does(() -> {
            up = true;
            if (offer != null) {
                reply();
            }
            leg().accept();
        });
    }

    void hangUp() {
        phone.does(() -> leg().end(ScriptedPhone.local(EndReason.Kind.HANGUP)));
    }

    void end(EndReason.Kind kind) {
        phone.does(() -> leg().end(ScriptedPhone.local(kind)));
    }

    void forward(List<Address> to) {
        phone.does(() -> leg().forward(to, ScriptedPhone.local(EndReason.Kind.FORWARDED)));
    }

    /** Whom the other side wants to be called instead. */
    List<Address> forwardedTo() {
        return forwardedTo;
    }

    /** Offers another direction, and waits until it is agreed. */
    void wants(MediaDirection direction) {
        long before = count("answered");
        offers(direction, ufrag);
        ScriptedPhone.until("agreed, " + told, () -> count("answered") > before);
    }

    void offers(MediaDirection direction, String newUfrag) {
        phone.does(() -> {
            wish = direction;
            ufrag = newUfrag;
            offering = true;
            leg().offer(Descriptions.of(newUfrag, direction));
        });
    }

    /** From now on answers with these credentials. */
    void answersWith(String newUfrag) {
        ufrag = newUfrag;
    }

    void trickles(int port) {
        phone.does(() -> leg().candidate("0", Descriptions.candidate(port)));
    }

    /** True when a candidate stands in the other side's newest description. */
    boolean described(int port) {
        return Stream.of(Optional.ofNullable(offer), Optional.ofNullable(answer))
                .flatMap(Optional::stream)
                .flatMap(description -> description.media().stream())
                .map(MediaDescription::ice)
                .filter(Objects::nonNull)
                .flatMap(ice -> ice.candidates().stream())
                .anyMatch(candidate -> candidate.endpoint().port() == port);
    }

    // --- what the leg tells

    private void reply() {
        leg().answer(Descriptions.of(ufrag, wish.within(Descriptions.direction(offer()))));
    }

    private void fact(Runnable fact) {
        phone.later(fact);
    }

    @Override
    public void forwarded(List<Address> to) {
        forwardedTo.addAll(to);
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
        up = true;
        told.add("accepted");
    }

    @Override
    public void ended(EndReason reason) {
        end = reason;
        told.add("ended " + reason.kind() + " " + reason.by());
    }

    @Override
    public void wantsOffer() {
        told.add("wantsOffer");
    }

    @Override
    public void offered(SessionDescription description) {
        fact(() -> {
            if (offering) {
                told.add("glare");
                leg().refuseOffer(false);
                return;
            }
            offer = description;
            told.add("offered");
            if (up) {
                reply();
            }
        });
    }

    @Override
    public void answered(SessionDescription description) {
        fact(() -> {
            offering = false;
            answer = description;
            told.add("answered");
        });
    }

    @Override
    public void offerRefused(Failure failure) {
        fact(() -> {
            offering = false;
            told.add("offerRefused " + failure.kind());
        });
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        told.add("candidate " + candidate.endpoint().port());
    }

    @Override
    public void endOfCandidates(String mediaId) {
        told.add("endOfCandidates");
    }

    @Override
    public void progressed(@Nullable Failure failure) {
        told.add("progressed");
    }

    @Override
    public void transferred(@Nullable Failure failure) {
        told.add("transferred");
    }
}
