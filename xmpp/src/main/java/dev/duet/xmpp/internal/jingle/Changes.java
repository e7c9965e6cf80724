package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Failure;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.jingle.JingleModel.Change;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.jingle.JingleModel.Theirs;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Content;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0166.Senders;
import dev.duet.xmpp.internal.xep0167.RtpInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a session that goes on, as offers and answers to the call. Pure.
 *
 * <p>Another direction goes out as the hint {@code hold} or {@code unhold} and as a content-modify: some clients
 * understand the one, some the other. Both say what the sender wants; whoever wants less says so by a content-modify of
 * its own (XEP-0166 7.2.3). New ICE credentials go out, and are answered, by transport-info (XEP-0176 5.10).
 */
final class Changes {

    private static final int MOST_ATTEMPTS = 3;

    private Changes() {}

    // --- ours

    static Step offer(JingleModel model, SessionDescription offer) {
        SessionDescription before = model.local();
        if (before == null || model.change() != null) {
            return Step.of(model);
        }
        if (!ufrag(before).equals(ufrag(offer))) {
            return restart(model, before, offer);
        }
        if (direction(before) == direction(offer)) {
            return Step.of(model).tell(new Fact.Answered(agreed(model)));
        }
        RtpInfo hint = direction(offer).receives() ? RtpInfo.UNHOLD : RtpInfo.HOLD;
        JingleModel changing = model.withLocal(offer).withChange(new Change(false, before, false, 1, false));
        return Step.of(changing)
                .request(
                        JingleMachine.envelope(model, Action.SESSION_INFO).withPayload(List.of(hint.write())),
                        Purpose.HOLD)
                .request(modify(changing, direction(offer)), Purpose.MODIFY);
    }

    private static Jingle modify(JingleModel model, MediaDirection direction) {
        List<Content> contents = audio(model.local())
                .map(audio -> Content.of(
                        Party.INITIATOR, Contents.name(audio), Senders.of(direction, model.role()), null, null))
                .stream()
                .toList();
        return JingleMachine.envelope(model, Action.CONTENT_MODIFY).with(contents);
    }

    private static Step restart(JingleModel model, SessionDescription before, SessionDescription offer) {
        Theirs theirs = model.theirs();
        boolean answered = theirs != null && theirs.kind() == Theirs.Kind.RESTART;
        JingleModel changing = model.withLocal(offer)
                .withRemote(answered ? Roles.kept(model.theirDescription(), theirs.before()) : model.theirDescription())
                .withTheirs(answered ? null : theirs)
                .withChange(new Change(true, before, false, 1, answered));
        return credentials(Step.of(changing), Purpose.RESTART);
    }

    private static Jingle transports(JingleModel model, Action action) {
        List<Content> contents =
                audio(model.local()).map(audio -> Contents.bare(audio, Contents.transport(audio))).stream()
                        .toList();
        return JingleMachine.envelope(model, action).with(contents);
    }

    /**
     * New credentials with the candidates so far. That there are no more is said in a request of its own, since some
     * clients read nothing else in one that says so.
     */
    private static Step credentials(Step step, Purpose purpose) {
        JingleModel model = step.model();
        MediaDescription audio = audio(model.local()).orElse(null);
        IceDescription ice = audio == null ? null : audio.ice();
        if (ice == null || !ice.endOfCandidates()) {
            return step.request(transports(model, Action.TRANSPORT_INFO), purpose);
        }
        IceDescription open =
                new IceDescription(ice.usernameFragment(), ice.password(), ice.options(), ice.candidates(), false);
        JingleModel more = model.withLocal(
                JingleModel.put(model.local(), audio.toBuilder().ice(open).build()));
        return step.request(transports(more, Action.TRANSPORT_INFO), purpose)
                .then(JingleMachine.candidate(model, new Trickled(audio.id(), null)));
    }

    static Step done(JingleModel model, Purpose purpose, @Nullable Failure failure) {
        Change change = model.change();
        if (change == null || change.restart() != (purpose == Purpose.RESTART)) {
            return Step.of(model);
        }
        if (purpose == Purpose.HOLD) {
            return Step.of(
                    model.withChange(new Change(false, change.before(), failure == null, change.attempts(), false)));
        }
        if (purpose == Purpose.RESTART) {
            if (failure != null) {
                return settled(model.withLocal(change.before()), new Fact.OfferRefused(failure));
            }
            return change.answered() ? settled(model, new Fact.Answered(agreed(model))) : Step.of(model);
        }
        if (failure != null && Reasons.isTieBreak(failure) && change.attempts() < MOST_ATTEMPTS) {
            JingleModel again =
                    model.withChange(new Change(false, change.before(), change.hinted(), change.attempts() + 1, false));
            MediaDirection left = direction(model.local()).within(direction(model.remote()));
            return Step.of(again).request(modify(again, left), Purpose.MODIFY);
        }
        return failure == null || change.hinted()
                ? settled(model, new Fact.Answered(agreed(model)))
                : settled(model.withLocal(change.before()), new Fact.OfferRefused(failure));
    }

    /** Our change is over; what they changed meanwhile is told now. */
    private static Step settled(JingleModel model, Fact outcome) {
        Step step = Step.of(model.withChange(null)).tell(outcome);
        Theirs theirs = model.theirs();
        if (theirs == null || theirs.told()) {
            return step;
        }
        return step.with(step.model().withTheirs(theirs.nowTold())).tell(new Fact.Offered(model.theirDescription()));
    }

    /** Their description as answer to what we want. */
    private static SessionDescription agreed(JingleModel model) {
        SessionDescription remote = model.theirDescription();
        return withDirection(remote, direction(remote).within(direction(model.local())));
    }

    // --- theirs

    /** They want media to flow in that way, seen from their side. */
    static Step theyWant(JingleModel model, MediaDirection wish) {
        SessionDescription remote = model.remote();
        if (remote == null || direction(remote) == wish) {
            return Step.of(model);
        }
        JingleModel next = model.withRemote(withDirection(remote, wish));
        if (model.change() != null && !model.change().restart()) {
            return Step.of(next); // the answer to our own change will have it
        }
        return theirs(next, Theirs.Kind.DIRECTION, remote);
    }

    /** They are back from hold. */
    static Step theyReturn(JingleModel model) {
        SessionDescription remote = model.remote();
        return remote == null || direction(remote).receives()
                ? Step.of(model)
                : theyWant(model, MediaDirection.SENDRECV);
    }

    /** They have another transport. */
    static Step theirTransport(JingleModel model, MediaDescription medium, Theirs.Kind kind) {
        SessionDescription before = model.theirDescription();
        JingleModel next = model.withRemote(JingleModel.put(before, medium));
        if (model.change() != null && model.change().restart()) {
            JingleModel crossed = next.withRemote(Roles.kept(next.theirDescription(), before));
            return settled(crossed, new Fact.Answered(agreed(crossed)));
        }
        return theirs(next, kind, before);
    }

    private static Step theirs(JingleModel model, Theirs.Kind kind, SessionDescription before) {
        Theirs open = model.theirs();
        if (open != null && open.told()) {
            boolean weightier = open.kind() == Theirs.Kind.DIRECTION;
            Theirs both = new Theirs(weightier ? kind : open.kind(), open.before(), true, true);
            return Step.of(model.withTheirs(both));
        }
        if (model.change() != null) {
            return Step.of(model.withTheirs(new Theirs(kind, before, false, false)));
        }
        boolean active = model.phase() == Phase.ACTIVE;
        return Step.of(active ? model.withTheirs(new Theirs(kind, before, true, false)) : model)
                .tell(new Fact.Offered(model.theirDescription()));
    }

    static Step answer(JingleModel model, SessionDescription answer) {
        Theirs theirs = model.theirs();
        if (theirs == null || !theirs.told()) {
            return Step.of(model);
        }
        if (theirs.again()) {
            return Step.of(model.withLocal(answer).withTheirs(theirs.nowTold()))
                    .tell(new Fact.Offered(model.theirDescription()));
        }
        JingleModel next = model.withLocal(answer)
                .withRemote(Roles.agreed(model.theirDescription(), answer))
                .withTheirs(null);
        Step step = Step.of(next);
        step = switch (theirs.kind()) {
            case DIRECTION -> step;
            case RESTART -> credentials(step, Purpose.INFO);
            case REPLACE -> step.request(transports(next, Action.TRANSPORT_ACCEPT), Purpose.INFO);
        };
        MediaDirection theyAllow = direction(model.remote()).reversed();
        boolean wantsLess = direction(answer) != theyAllow;
        return wantsLess ? step.request(modify(next, direction(answer)), Purpose.INFO) : step;
    }

    /** The call does not take what they changed, or is just changing something itself. */
    static Step refused(JingleModel model) {
        Theirs theirs = model.theirs();
        if (theirs == null || theirs.kind() == Theirs.Kind.RESTART) {
            return Step.of(model); // our own offer, if it is a restart, will answer it
        }
        JingleModel next = model.withTheirs(null);
        if (theirs.kind() == Theirs.Kind.DIRECTION) {
            return Step.of(next); // what they want counts as our answer allows
        }
        Jingle reject = JingleMachine.envelope(model, Action.TRANSPORT_REJECT)
                .with(audio(model.remote()).map(audio -> Contents.bare(audio, Contents.transport(audio))).stream()
                        .toList());
        return Step.of(next.withRemote(theirs.before())).request(reject, Purpose.INFO);
    }

    // --- descriptions

    private static Optional<MediaDescription> audio(@Nullable SessionDescription description) {
        return description == null ? Optional.empty() : description.audio();
    }

    private static MediaDirection direction(@Nullable SessionDescription description) {
        return audio(description).map(MediaDescription::direction).orElse(MediaDirection.INACTIVE);
    }

    private static String ufrag(SessionDescription description) {
        return audio(description)
                .map(MediaDescription::ice)
                .map(IceDescription::usernameFragment)
                .orElse("");
    }

    private static SessionDescription withDirection(SessionDescription description, MediaDirection direction) {
        return audio(description)
                .map(audio -> JingleModel.put(
                        description, audio.toBuilder().direction(direction).build()))
                .orElse(description);
    }
}
