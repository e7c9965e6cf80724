package dev.duet.xmpp.internal.jingle;

import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.jingle.JingleEffect.Request;
import dev.duet.xmpp.internal.jingle.JingleEffect.Say;
import dev.duet.xmpp.internal.jingle.JingleEffect.Tell;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Content;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.Reason;
import dev.duet.xmpp.internal.xep0167.RtpInfo;
import dev.duet.xmpp.internal.xep0176.IceUdp;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a Jingle session, for either side: {@code step(model, input) -> (model, effects)}, and nothing else. How
 * it begins and ends is here; what the other side asks for, in {@link Received}; changes of a session that goes on, in
 * {@link Changes}.
 */
final class JingleMachine {

    private JingleMachine() {}

    static Step step(JingleModel model, JingleInput input) {
        if (model.phase() == Phase.ENDED) {
            return input instanceof JingleInput.Got ? Step.refused(model, JingleError.UNKNOWN_SESSION) : Step.of(model);
        }
        if (input instanceof JingleInput.Begin) {
            return begin(model);
        }
        if (input instanceof JingleInput.Ring) {
            return ring(model);
        }
        if (input instanceof JingleInput.Accept) {
            return accept(model);
        }
        if (input instanceof JingleInput.End end) {
            return end(model, end);
        }
        if (input instanceof JingleInput.Offer offer) {
            return offer(model, offer.offer());
        }
        if (input instanceof JingleInput.Answer answer) {
            return answer(model, answer.answer());
        }
        if (input instanceof JingleInput.RefuseOffer) {
            return Changes.refused(model);
        }
        if (input instanceof JingleInput.LocalCandidate found) {
            return candidate(model, found.trickled());
        }
        if (input instanceof JingleInput.Got got) {
            return Received.step(model, got.jingle(), got.from());
        }
        if (input instanceof JingleInput.Heard heard) {
            return Proposals.heard(model, heard);
        }
        if (input instanceof JingleInput.Done done) {
            return done(model, done);
        }
        if (input instanceof JingleInput.Lost lost) {
            return over(model, lost.reason());
        }
        throw new IllegalArgumentException("No rule for " + input);
    }

    // --- the beginning

    private static Step begin(JingleModel model) {
        if (!model.who().proposed()) {
            return Step.of(model);
        }
        CallMessage propose =
                CallMessage.of(CallMessage.Kind.PROPOSE, model.who().sid());
        return Step.of(
                model.with(Phase.PROPOSED), new Say(propose, model.who().peer().bare()));
    }

    private static Step ring(JingleModel model) {
        if (!model.who().trusted() || model.initiates()) {
            return Step.of(model); // who may not know that we are here does not learn it before the user wants it
        }
        if (model.phase() == Phase.PROPOSED) {
            CallMessage ringing =
                    CallMessage.of(CallMessage.Kind.RINGING, model.who().sid());
            return Step.of(model, new Say(ringing, model.who().peer()));
        }
        return model.phase() == Phase.PENDING
                ? Step.of(
                        model,
                        new Request(
                                envelope(model, Action.SESSION_INFO).withPayload(List.of(RtpInfo.RINGING.write())),
                                Purpose.INFO))
                : Step.of(model);
    }

    private static Step accept(JingleModel model) {
        if (model.initiates() || model.taken()) {
            return Step.of(model);
        }
        if (model.phase() == Phase.PROPOSED) {
            CallMessage proceed =
                    CallMessage.of(CallMessage.Kind.PROCEED, model.who().sid());
            return Step.of(
                    model.withTaken().with(Phase.NEW),
                    new Say(proceed, model.who().peer()));
        }
        return accepted(model.withTaken());
    }

    private static Step offer(JingleModel model, SessionDescription offer) {
        if (model.phase() == Phase.ACTIVE) {
            return Changes.offer(model, offer);
        }
        if (!model.initiates() || model.phase() == Phase.PENDING) {
            return Step.of(model);
        }
        JingleModel described = model.withLocal(offer);
        return model.phase() == Phase.NEW ? initiate(described) : Step.of(described);
    }

    /** Begins the session, when both the device and the description are known. */
    static Step initiate(JingleModel model) {
        SessionDescription local = model.local();
        if (local == null) {
            return Step.of(model);
        }
        SessionDescription whole = withCandidates(local, model.waiting());
        Jingle initiate = envelope(model, Action.SESSION_INITIATE)
                .with(Contents.write(whole, model.role()))
                .withPayload(Contents.groups(whole));
        return Step.of(
                model.withLocal(whole).withWaiting(List.of()).with(Phase.PENDING),
                new Request(initiate, Purpose.INITIATE));
    }

    private static Step answer(JingleModel model, SessionDescription answer) {
        if (model.phase() == Phase.ACTIVE) {
            return Changes.answer(model, answer);
        }
        return model.initiates() || model.phase() != Phase.PENDING ? Step.of(model) : accepted(model.withLocal(answer));
    }

    /** Accepts the session, when both the user and the description are ready. */
    private static Step accepted(JingleModel model) {
        SessionDescription local = model.local();
        if (local == null || !model.taken() || model.phase() != Phase.PENDING) {
            return Step.of(model);
        }
        SessionDescription whole = withCandidates(local, model.waiting());
        List<Content> refused = local.media().stream()
                .filter(MediaDescription::rejected)
                .map(medium -> Contents.bare(medium, null))
                .toList();
        Step step = Step.of(model.withLocal(whole)
                .withRemote(Roles.agreed(model.theirDescription(), whole))
                .withWaiting(List.of())
                .with(Phase.ACTIVE));
        if (!refused.isEmpty()) {
            Jingle remove =
                    envelope(model, Action.CONTENT_REMOVE).with(refused).with(Reason.of("unsupported-applications"));
            step = step.request(remove, Purpose.INFO);
        }
        Jingle accept = envelope(model, Action.SESSION_ACCEPT)
                .by(model.who().self())
                .with(Contents.write(whole, model.role()))
                .withPayload(Contents.groups(whole));
        return step.request(accept, Purpose.ACCEPT);
    }

    // --- candidates

    static Step candidate(JingleModel model, Trickled found) {
        if (!model.described()) {
            return Step.of(model.plusWaiting(found));
        }
        MediaDescription medium = JingleModel.find(model.local(), found.mediaId());
        IceDescription ice = medium == null ? null : medium.ice();
        if (medium == null || ice == null) {
            return Step.of(model);
        }
        Content content = Contents.bare(medium, IceUdp.trickle(ice, found.candidate()));
        return Step.of(model, new Request(envelope(model, Action.TRANSPORT_INFO).with(List.of(content)), Purpose.INFO));
    }

    /** A description with the candidates that were found while it waited. */
    static SessionDescription withCandidates(SessionDescription description, List<Trickled> found) {
        List<MediaDescription> media = new ArrayList<>();
        for (MediaDescription medium : description.media()) {
            IceDescription ice = medium.ice();
            if (ice == null) {
                media.add(medium);
                continue;
            }
            List<IceCandidate> candidates = new ArrayList<>(ice.candidates());
            boolean complete = ice.endOfCandidates();
            for (Trickled each : found) {
                boolean here = each.mediaId().equals(medium.id());
                IceCandidate candidate = each.candidate();
                complete |= here && candidate == null;
                if (here && candidate != null && !candidates.contains(candidate)) {
                    candidates.add(candidate);
                }
            }
            media.add(medium.toBuilder()
                    .ice(new IceDescription(
                            ice.usernameFragment(), ice.password(), ice.options(), candidates, complete))
                    .build());
        }
        return new SessionDescription(media, description.groups(), description.iceLite());
    }

    // --- the end

    private static Step end(JingleModel model, JingleInput.End end) {
        EndReason reason = end.reason();
        Reason why = Reasons.write(reason, model.initiates() ? null : model.remote(), end.instead());
        boolean session = model.phase() == Phase.PENDING || model.phase() == Phase.ACTIVE;
        if (!session) {
            return Proposals.endedHere(model, reason, why).then(over(model, reason));
        }
        Step step =
                Step.of(model).request(envelope(model, Action.SESSION_TERMINATE).with(why), Purpose.TERMINATE);
        return step.then(finish(model, why)).then(over(model, reason));
    }

    /** Word for all devices that a session that was proposed is over (XEP-0353 3.7). */
    static Step finish(JingleModel model, Reason why) {
        return model.who().proposed()
                ? Step.of(
                        model,
                        new Say(
                                CallMessage.of(
                                        CallMessage.Kind.FINISH, model.who().sid(), why),
                                model.who().peer()))
                : Step.of(model);
    }

    /** The other side ended it, and says why, and perhaps whom to call instead. */
    static Step overBy(JingleModel model, @Nullable Reason reason) {
        EndReason read = Reasons.read(reason, model);
        return reason != null && read.kind() == EndReason.Kind.FORWARDED
                ? forwarded(model, read, reason.redirect())
                : over(model, read);
    }

    private static Step forwarded(JingleModel model, EndReason reason, String instead) {
        return Step.of(model, new Tell(new Fact.Forwarded(Reasons.addresses(instead))))
                .then(over(model, reason));
    }

    static Step over(JingleModel model, EndReason reason) {
        return Step.of(model.with(Phase.ENDED), new Tell(new Fact.Ended(reason)));
    }

    private static Step done(JingleModel model, JingleInput.Done done) {
        Failure failure = done.failure();
        boolean change =
                done.purpose() == Purpose.MODIFY || done.purpose() == Purpose.HOLD || done.purpose() == Purpose.RESTART;
        if (failure != null && (failure.kind() == Failure.Kind.CLOSED || failure.kind() == Failure.Kind.NETWORK)) {
            return Step.of(model); // the stream is lost, which is told by itself
        }
        if (failure != null && done.purpose() == Purpose.INITIATE) {
            EndReason why = Reasons.notBegun(failure);
            return why.kind() == EndReason.Kind.FORWARDED ? forwarded(model, why, why.text()) : over(model, why);
        }
        if (failure != null && done.purpose() != Purpose.TERMINATE && isFatal(model, done.purpose(), failure)) {
            Reason why = Reason.of("general-error");
            return Step.of(model)
                    .request(envelope(model, Action.SESSION_TERMINATE).with(why), Purpose.TERMINATE)
                    .then(finish(model, why))
                    .then(over(model, Reasons.broken(failure)));
        }
        return change ? Changes.done(model, done.purpose(), failure) : Step.of(model);
    }

    /**
     * A session that both took is over when the other side has none. That it cannot be asked just now is no reason: as
     * long as media flow somebody is there (XEP-0166 6.7), and when they do not, media say so.
     */
    private static boolean isFatal(JingleModel model, Purpose purpose, Failure failure) {
        return purpose == Purpose.ACCEPT
                || (model.phase() == Phase.ACTIVE ? Reasons.isForgotten(failure) : Reasons.isGone(failure));
    }

    /** Asks whether the other side still has the session (XEP-0166 6.8). */
    static Jingle ping(JingleModel model) {
        return envelope(model, Action.SESSION_INFO);
    }

    static Jingle envelope(JingleModel model, Action action) {
        return Jingle.of(action, model.who().sid(), model.who().initiator());
    }
}
