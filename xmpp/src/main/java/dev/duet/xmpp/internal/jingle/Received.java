package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.DtlsDescription;
import dev.duet.model.EndReason;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.SessionDescription;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.jingle.JingleModel.Theirs;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Content;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0166.Reason;
import dev.duet.xmpp.internal.xep0166.Senders;
import dev.duet.xmpp.internal.xep0167.RtpInfo;
import dev.duet.xmpp.internal.xep0176.IceUdp;
import dev.duet.xmpp.internal.xep0320.Fingerprints;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the other side asks for: each request is taken or refused, then acted on (XEP-0166 7.2). Pure. */
final class Received {

    private Received() {}

    static Step step(JingleModel model, Jingle jingle, Address.Xmpp from) {
        try {
            return switch (jingle.action()) {
                case SESSION_INITIATE -> initiated(model, jingle, from);
                case SESSION_ACCEPT -> accepted(model, jingle);
                case SESSION_TERMINATE -> terminated(model, jingle);
                case SESSION_INFO -> info(model, jingle);
                case TRANSPORT_INFO -> transportInfo(model, jingle);
                case TRANSPORT_REPLACE -> transportReplace(model, jingle);
                case CONTENT_MODIFY -> modified(model, jingle);
                case CONTENT_ADD -> added(model, jingle);
                case CONTENT_REMOVE -> removed(model, jingle);
                case DESCRIPTION_INFO -> running(model) ? withContents(model, jingle) : outOfOrder(model);
                case SECURITY_INFO -> Step.refused(model, JingleError.UNSUPPORTED_INFO);
                case CONTENT_ACCEPT, CONTENT_REJECT, TRANSPORT_ACCEPT, TRANSPORT_REJECT -> outOfOrder(model);
            };
        } catch (JingleException e) {
            Step refused = Step.refused(model, JingleError.BAD_REQUEST);
            boolean beginning = jingle.action() == Action.SESSION_INITIATE || jingle.action() == Action.SESSION_ACCEPT;
            return beginning ? refused.then(broken(model, e)) : refused;
        }
    }

    private static Step broken(JingleModel model, JingleException cause) {
        EndReason reason = new EndReason(
                EndReason.Kind.INCOMPATIBLE,
                EndReason.By.REMOTE,
                "The other side's description is not well-formed: " + cause.getMessage(),
                null);
        Reason why = Reason.of("incompatible-parameters");
        Step end = JingleMachine.over(model, reason);
        return model.initiates()
                ? Step.of(model)
                        .request(
                                JingleMachine.envelope(model, Action.SESSION_TERMINATE)
                                        .with(why),
                                Purpose.TERMINATE)
                        .then(end)
                : end;
    }

    private static boolean running(JingleModel model) {
        return model.phase() == Phase.PENDING || model.phase() == Phase.ACTIVE;
    }

    private static Step outOfOrder(JingleModel model) {
        return Step.refused(model, JingleError.OUT_OF_ORDER);
    }

    // --- the session

    private static Step initiated(JingleModel model, Jingle jingle, Address.Xmpp from) throws JingleException {
        if (model.initiates() || model.phase() != Phase.NEW) {
            return outOfOrder(model);
        }
        SessionDescription offer = Contents.read(jingle, model.role().other());
        JingleModel pending =
                model.with(model.who().with(from)).withRemote(offer).with(Phase.PENDING);
        return Step.taken(pending).tell(new Fact.Offered(offer));
    }

    private static Step accepted(JingleModel model, Jingle jingle) throws JingleException {
        SessionDescription local = model.local();
        if (!model.initiates() || model.phase() != Phase.PENDING || local == null) {
            return outOfOrder(model);
        }
        SessionDescription answer =
                Contents.inOrderOf(local, Contents.read(jingle, model.role().other()));
        JingleModel active =
                model.withRemote(answer).withEarly(List.of()).withTaken().with(Phase.ACTIVE);
        Step step = Step.taken(active);
        if (!model.taken()) {
            step = step.tell(new Fact.Accepted());
        }
        step = step.tell(new Fact.Answered(answer));
        for (Trickled early : model.early()) {
            step = step.tell(new Fact.Candidate(early));
        }
        return step;
    }

    private static Step terminated(JingleModel model, Jingle jingle) {
        Reason why = jingle.reason() == null
                ? Reason.of("success")
                : Reason.of(jingle.reason().condition());
        return Step.taken(model)
                .then(JingleMachine.finish(model, why))
                .then(JingleMachine.overBy(model, jingle.reason()));
    }

    private static Step info(JingleModel model, Jingle jingle) {
        if (!running(model)) {
            return outOfOrder(model);
        }
        if (jingle.payload().isEmpty()) {
            return Step.taken(model); // asks whether we are still there
        }
        RtpInfo info = RtpInfo.read(jingle.payload());
        if (info == null) {
            return Step.refused(model, JingleError.UNSUPPORTED_INFO);
        }
        Step taken = Step.taken(model);
        return switch (info) {
            case RINGING ->
                model.initiates() && model.phase() == Phase.PENDING && !model.taken()
                        ? taken.tell(new Fact.Ringing())
                        : taken;
            case HOLD -> taken.then(Changes.theyWant(model, MediaDirection.SENDONLY));
            case UNHOLD, ACTIVE -> taken.then(Changes.theyReturn(model));
            case MUTE, UNMUTE -> taken;
        };
    }

    // --- transports

    private static Step transportInfo(JingleModel model, Jingle jingle) throws JingleException {
        if (!running(model)) {
            return outOfOrder(model);
        }
        Step step = Step.taken(model);
        for (Content content : jingle.contents()) {
            MediaDescription medium = model.medium(content.name());
            Xml transport = content.transport();
            if (medium == null) {
                return Step.refused(model, JingleError.NO_SUCH_CONTENT);
            }
            if (transport == null) {
                throw new JingleException("no transport in transport-info");
            }
            if (transport.namespace().equals(IceUdp.NAMESPACE)) {
                step = step.then(told(step.model(), content.name(), IceUdp.read(transport), transport));
            }
        }
        return step;
    }

    private static Step told(JingleModel model, String name, IceUdp.Told told, Xml transport) throws JingleException {
        MediaDescription theirs = JingleModel.find(model.remote(), name);
        IceDescription known = theirs == null ? null : theirs.ice();
        boolean other = known != null
                && !told.usernameFragment().isEmpty()
                && !told.usernameFragment().equals(known.usernameFragment());
        if (other && theirs != null && told.hasCredentials() && model.phase() == Phase.ACTIVE) {
            return Changes.theirTransport(model, restarted(theirs, told, transport), Theirs.Kind.RESTART);
        }
        if (other) {
            return Step.of(model); // of a generation that is over
        }
        JingleModel next = model;
        List<Fact> facts = new ArrayList<>();
        for (Trickled each : trickled(name, told)) {
            if (known == null && model.initiates()) {
                List<Trickled> early = new ArrayList<>(next.early());
                early.add(each);
                next = next.withEarly(early);
            } else {
                facts.add(new Fact.Candidate(each));
            }
        }
        Step step = Step.of(next);
        for (Fact fact : facts) {
            step = step.tell(fact);
        }
        return step;
    }

    private static List<Trickled> trickled(String name, IceUdp.Told told) {
        List<Trickled> all = new ArrayList<>();
        told.candidates().forEach(candidate -> all.add(new Trickled(name, marked(candidate, told))));
        if (told.complete()) {
            all.add(new Trickled(name, null));
        }
        return all;
    }

    /** With the credentials' first half, so that it is clear which generation it belongs to. */
    private static IceCandidate marked(IceCandidate candidate, IceUdp.Told told) {
        if (told.usernameFragment().isEmpty()) {
            return candidate;
        }
        Map<String, String> extensions = new LinkedHashMap<>(candidate.extensions());
        extensions.put("ufrag", told.usernameFragment());
        return new IceCandidate(
                candidate.foundation(),
                candidate.component(),
                candidate.transport(),
                candidate.priority(),
                candidate.endpoint(),
                candidate.type(),
                candidate.related(),
                candidate.tcpType(),
                extensions);
    }

    private static MediaDescription restarted(MediaDescription theirs, IceUdp.Told told, Xml transport)
            throws JingleException {
        DtlsDescription dtls = Fingerprints.read(transport);
        return theirs.toBuilder()
                .ice(told.description())
                .dtls(dtls == null ? theirs.dtls() : dtls)
                .build();
    }

    private static Step transportReplace(JingleModel model, Jingle jingle) throws JingleException {
        if (model.phase() != Phase.ACTIVE) {
            return outOfOrder(model);
        }
        if (model.change() != null && model.change().restart() && model.initiates()) {
            return Step.refused(model, JingleError.TIE_BREAK);
        }
        Content content = jingle.contents().get(0);
        MediaDescription theirs = JingleModel.find(model.remote(), content.name());
        Xml transport = content.transport();
        if (theirs == null) {
            return Step.refused(model, JingleError.NO_SUCH_CONTENT);
        }
        if (transport == null) {
            throw new JingleException("no transport in transport-replace");
        }
        IceUdp.Told told = transport.namespace().equals(IceUdp.NAMESPACE) ? IceUdp.read(transport) : null;
        boolean usable = jingle.contents().size() == 1 && told != null && told.hasCredentials();
        if (told == null || !usable || model.change() != null) {
            Jingle reject =
                    JingleMachine.envelope(model, Action.TRANSPORT_REJECT).with(jingle.contents());
            return Step.taken(model).request(reject, Purpose.INFO);
        }
        return Step.taken(model)
                .then(Changes.theirTransport(model, restarted(theirs, told, transport), Theirs.Kind.REPLACE));
    }

    // --- contents

    private static @Nullable Content unknown(JingleModel model, Jingle jingle) {
        return jingle.contents().stream()
                .filter(content -> model.medium(content.name()) == null)
                .findFirst()
                .orElse(null);
    }

    private static Step withContents(JingleModel model, Jingle jingle) {
        return unknown(model, jingle) == null ? Step.taken(model) : Step.refused(model, JingleError.NO_SUCH_CONTENT);
    }

    private static Step modified(JingleModel model, Jingle jingle) {
        if (!running(model)) {
            return outOfOrder(model);
        }
        if (unknown(model, jingle) != null) {
            return Step.refused(model, JingleError.NO_SUCH_CONTENT);
        }
        if (model.initiates() && model.change() != null && !model.change().restart()) {
            return Step.refused(model, JingleError.TIE_BREAK);
        }
        Step step = Step.taken(model);
        MediaDescription audio =
                model.remote() == null ? null : model.remote().audio().orElse(null);
        for (Content content : jingle.contents()) {
            if (audio != null && content.name().equals(Contents.name(audio))) {
                step = step.then(Changes.theyWant(
                        step.model(), content.senders().direction(model.role().other())));
            }
        }
        return step;
    }

    /** One medium is enough for us: the request is taken, what it adds is rejected by name (XEP-0166 7.2). */
    private static Step added(JingleModel model, Jingle jingle) throws JingleException {
        if (!running(model)) {
            return outOfOrder(model);
        }
        List<Content> rejected = new ArrayList<>();
        for (Content content : jingle.contents()) {
            if (content.creator() == model.role()) {
                throw new JingleException("content-add of a content of ours");
            }
            if (content.creator() == Party.INITIATOR && model.medium(content.name()) != null) {
                throw new JingleException("content-add of a content that is there");
            }
            rejected.add(Content.of(content.creator(), content.name(), Senders.BOTH, null, null));
        }
        Jingle reject = JingleMachine.envelope(model, Action.CONTENT_REJECT)
                .with(rejected)
                .with(Reason.of("unsupported-applications"));
        return Step.taken(model).request(reject, Purpose.INFO);
    }

    private static Step removed(JingleModel model, Jingle jingle) {
        if (!running(model)) {
            return outOfOrder(model);
        }
        if (unknown(model, jingle) != null) {
            return Step.refused(model, JingleError.NO_SUCH_CONTENT);
        }
        SessionDescription known = model.initiates() ? model.local() : model.remote();
        boolean audioLeft = known != null
                && known.audio()
                        .filter(audio -> jingle.contents().stream()
                                .noneMatch(content -> content.name().equals(Contents.name(audio))))
                        .isPresent();
        if (audioLeft) {
            return Step.taken(model);
        }
        Reason why = Reason.of("success"); // nothing is left of it (XEP-0166 7.2.6)
        return Step.taken(model)
                .request(JingleMachine.envelope(model, Action.SESSION_TERMINATE).with(why), Purpose.TERMINATE)
                .then(JingleMachine.finish(model, why))
                .then(JingleMachine.over(model, Reasons.read(jingle.reason(), model)));
    }
}
