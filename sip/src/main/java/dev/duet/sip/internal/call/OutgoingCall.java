package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Exchange;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.rfc7044.HistoryInfo;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import dev.duet.spi.TraceSink;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that this side makes (RFC 3261 13.2). On the loop. */
final class OutgoingCall extends AnsweredParty {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingCall.class);
    /** How long 2xx of other branches, or after a CANCEL, are still answered (RFC 3261 13.2.2.4). */
    private static final Duration STRAYS = Duration.ofSeconds(40);

    private final Host host;
    private final UserAgent agent;
    private String target;
    private final Presentation presentation;
    private final @Nullable Errand errand;
    private final Listener listener;
    private final String callId = RequestBuilder.newCallId();
    private final String tag = Tokens.random(10);
    private final Descriptions descriptions = new Descriptions();
    private final Map<Dialog.Id, Request> acknowledged = new HashMap<>();
    private Redirection redirection;
    private final SessionTimer timer;
    private final EarlyDialogs earlyDialogs;
    private final LateOffer lateOffer;
    private long sequence;
    private @Nullable Exchange invite;
    private @Nullable SessionDescription ours; // with what was found since it was sent
    private @Nullable SessionDescription sent;
    private boolean rang;
    private boolean answered;
    private boolean late;
    private boolean over;

    /**
     * Nothing is sent before there is an offer.
     *
     * @param errand why it is made; null for the user's own wish
     */
    OutgoingCall(Host host, String target, Presentation presentation, @Nullable Errand errand, Listener listener) {
        this.host = host;
        this.agent = host.agent();
        this.target = target;
        this.presentation = presentation;
        this.errand = errand;
        this.listener = listener;
        this.redirection = new Redirection(target, agent.self());
        this.timer = new SessionTimer(agent.loop(), agent.config().sessionExpiry());
        this.earlyDialogs = new EarlyDialogs(agent, descriptions, listener, timer);
        this.lateOffer = new LateOffer(agent, descriptions);
    }

    @Override
    Listener facts() {
        return listener;
    }

    @Override
    public String id() {
        return callId;
    }

    @Override
    public void trace(@Nullable TraceSink sink) {
        agent.traces().follow(callId, sink, this::isOver);
    }

    @Override
    public boolean isRinging() {
        return false;
    }

    @Override
    public Standing standing(Replaces replaces) {
        if (session != null) {
            return session.standing(replaces);
        }
        if (!earlyDialogs.isNamed(replaces)) {
            return Standing.UNKNOWN;
        }
        return over ? Standing.OVER : Standing.EARLY_OURS;
    }

    @Override
    public boolean isOver() {
        return over || session != null && session.isOver();
    }

    @Override
    public void ring() {}

    @Override
    public void accept() {}

    @Override
    public void progress(SessionDescription description) {}

    @Override
    public void call() {
        if (session == null && sent == null && !late && !over) {
            late = true;
            earlyDialogs.offersComeLate();
            agent.dialogs().put(callId, tag, this);
            begin(null);
        }
    }

    @Override
    public void offer(SessionDescription offer) {
        if (session != null) {
            session.offer(offer);
        } else if (sent == null && !over) {
            agent.dialogs().put(callId, tag, this);
            begin(offer);
        } else if (ours != null && !over) {
            ours = LocalCandidates.carried(ours, offer);
            earlyDialogs.offer(offer);
        }
    }

    private void begin(@Nullable SessionDescription offer) {
        ours = offer;
        sent = offer;
        if (errand == null) {
            invite(target, offer);
        } else {
            errand.locate(target, new Errand.Locator() {
                @Override
                public void found(String where) {
                    if (!over) {
                        target = where;
                        redirection = new Redirection(where, agent.self());
                        invite(where, ours);
                    }
                }

                @Override
                public void failed(EndReason reason) {
                    finish(reason);
                }
            });
        }
    }

    /**
     * Sends the INVITE.
     *
     * @param where the Request-URI: whom this call is for, or where it was sent on to
     * @param offer null when the callee is to make it
     */
    private void invite(String where, @Nullable SessionDescription offer) {
        RequestBuilder builder = agent.outside(Request.INVITE, where)
                .to(target, null)
                .callId(callId)
                .sequence(++sequence)
                .header("Allow", RequestBuilder.ALLOW)
                .header("Accept", "application/sdp")
                .header("Supported", Options.supported())
                .header("Recv-Info", TrickleFragment.PACKAGE);
        presentation.write(builder, tag);
        if (errand != null) {
            errand.describe(builder);
        }
        Request request = builder.build();
        timer.ask(request);
        if (offer != null) {
            descriptions.write(request, offer, Session.localHost(agent));
        }
        ours = offer;
        sent = offer;
        invite = agent.send(request, () -> ++sequence, new Invited(where));
    }

    /** Tries the next place that a redirection named; false when there is none (RFC 3261 8.1.3.4). */
    private boolean goesOn() {
        String next = over ? null : redirection.next();
        if (next == null) {
            return false;
        }
        LOG.info("{} is sent on", callId);
        answered = false; // what a branch of the last try said is void
        earlyDialogs.clear();
        invite(next, ours);
        return true;
    }

    @Override
    public void answer(SessionDescription answer) {
        LateOffer.Held waiting = lateOffer.held();
        if (session != null) {
            session.answer(answer);
        } else if (waiting != null && !over) {
            Request ack = lateOffer.answer(waiting, answer);
            acknowledged.put(waiting.branch().dialog().id(), ack);
            agent.sendAck(ack);
            begin(waiting.branch(), waiting.response());
        } else if (!over && earlyDialogs.answersFirst(answer)) {
            answered = true;
        } else if (!over) {
            earlyDialogs.answer(answer);
        }
    }

    @Override
    public void refuseOffer(boolean forNow) {
        if (session != null) {
            session.refuseOffer(forNow);
        } else if (!over) {
            earlyDialogs.refuseOffer(forNow);
        }
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        if (session != null) {
            session.candidate(mediaId, candidate);
        } else if (ours != null && !over) {
            found(LocalCandidates.with(ours, mediaId, candidate));
        }
    }

    @Override
    public void endOfCandidates(String mediaId) {
        if (session != null) {
            session.endOfCandidates(mediaId);
        } else if (ours != null && !over) {
            found(LocalCandidates.ended(ours, mediaId));
        }
    }

    private void found(SessionDescription now) {
        ours = now;
        earlyDialogs.found(now);
    }

    @Override
    public void end(EndReason reason) {
        if (session != null) {
            session.end(reason);
        } else if (!over) {
            LateOffer.Held waiting = lateOffer.held();
            if (waiting != null) {
                leave(waiting);
            } else if (invite != null) {
                invite.cancel(EndReasons.reason(reason));
            } else if (errand != null) {
                errand.abandon();
            }
            finish(reason);
        }
    }

    /** Nobody wants what a callee offers who has accepted. */
    private void leave(LateOffer.Held waiting) {
        Request ack = lateOffer.reject(waiting);
        acknowledged.put(waiting.branch().dialog().id(), ack);
        agent.sendAck(ack);
        bye(waiting.branch().dialog());
    }

    /** Not for an outgoing call. */
    @Override
    public void forward(List<Address> to, EndReason reason) {}

    private void finish(EndReason reason) {
        if (!over) {
            over = true;
            WireDetail said = reason.wire();
            if (said == null) {
                tellErrand(EndReasons.status(reason.kind()), "");
            } else {
                tellErrand(said.status(), said.text());
            }
            earlyDialogs.stopAllBut(null);
            agent.loop().schedule(STRAYS, () -> agent.dialogs().remove(callId, tag, this));
            listener.ended(reason);
            host.over(this);
        }
    }

    private void tellErrand(int status, String phrase) {
        if (errand != null) {
            errand.finished(status, phrase.isEmpty() ? SIPResponse.getReasonPhrase(status) : phrase);
        }
    }

    @Override
    public void request(IncomingRequest request) {
        if (session != null && session.isFor(request.request())) {
            session.request(request);
        } else if (request.method().equals(Request.BYE) && isHeld(request)) {
            request.reply(Response.OK);
            finish(EndReasons.ofBye(Sip.values(request.request(), "Reason")));
        } else if (request.method().equals(Request.BYE) && !over) {
            request.reply(Response.OK); // the callee gave up an early dialog; the INVITE's own end follows
        } else if (request.method().equals(Request.INFO) && !over && session == null) {
            Information.take(request, listener); // candidates may come before the acceptance
        } else if (request.method().equals(Request.UPDATE) && !over && session == null) {
            earlyDialogs.update(request);
        } else if (request.transaction() != null) {
            request.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    private boolean isHeld(IncomingRequest request) {
        Dialog.Id id = Dialog.idOf(request.request());
        return !over && id != null && lateOffer.isOf(id);
    }

    @Override
    public void stray(Response response) {
        if (response.getStatusCode() / 100 == 2) {
            if (invite != null && isOfThis(invite.request(), response)) {
                invite.settle(); // or, with a Via that is not ours, it would go on for ever
            }
            accepted(response);
        }
    }

    /** Not of an INVITE before it that was refused already, which another took too late. */
    private static boolean isOfThis(Request request, Response response) {
        return Dialog.sequence(request) == Dialog.sequence(response);
    }

    private void early(Request request, Response response) {
        if (errand != null) {
            errand.progressed(response.getStatusCode(), response.getReasonPhrase());
        }
        try {
            SessionDescription answer = descriptions.readFirst(response);
            if (answer != null && late) {
                offeredEarly(answer);
                answer = null;
            }
            if (sent != null && ours != null) {
                earlyDialogs.trickle(request, response, sent, ours, answer != null);
            }
            if (answer != null && descriptions.isNews(answer)) {
                answered = true;
                listener.answered(answer);
            }
        } catch (SdpException e) {
            LOG.info("Early media of {} are not understood: {}", callId, e.getMessage());
        }
        if (response.getStatusCode() == Response.RINGING && !rang && !over) {
            rang = true;
            listener.ringing();
        }
    }

    /** RFC 3262 5: only what is acknowledged can be an offer. */
    private void offeredEarly(SessionDescription offer) {
        if (earlyDialogs.isNewOffer()) {
            descriptions.isNews(offer);
            listener.offered(offer);
        }
    }

    private void accepted(Response response) {
        Request request = invite == null ? null : invite.request();
        EarlyDialogs.Early branch = request == null ? null : earlyDialogs.confirmed(request, response);
        if (branch == null) {
            LOG.info("An acceptance of {} without tag or contact was dropped", callId);
            return;
        }
        Dialog dialog = branch.dialog();
        Request known = acknowledged.get(dialog.id());
        if (known != null) {
            agent.sendAck(known);
            return;
        }
        if (lateOffer.isOf(dialog.id())) {
            return; // it came again while the answer is made
        }
        boolean wanted = !over && session == null && lateOffer.held() == null && isOfThis(request, response);
        boolean offers = late && !earlyDialogs.isAnsweredFirst(branch) && Descriptions.isIn(response);
        if (offers && wanted) {
            hold(branch, response);
            return;
        }
        Request ack = dialog.ack(Dialog.sequence(response));
        if (offers) {
            lateOffer.reject(ack, response);
        }
        acknowledged.put(dialog.id(), ack);
        agent.sendAck(ack);
        if (wanted) {
            establish(branch, response);
        } else {
            bye(dialog); // another branch was faster, or nobody waits any more
        }
    }

    /** The acceptance has an offer: it is acknowledged with our answer. */
    private void hold(EarlyDialogs.Early branch, Response response) {
        try {
            SessionDescription offer = Objects.requireNonNull(descriptions.readFirst(response));
            lateOffer.hold(branch, response, offer);
            descriptions.isNews(offer);
            listener.accepted();
            listener.offered(offer);
        } catch (SdpException e) {
            LOG.info("The offer of {} is not understood: {}", callId, e.getMessage());
            Request ack = branch.dialog().ack(Dialog.sequence(response));
            acknowledged.put(branch.dialog().id(), ack);
            agent.sendAck(ack);
            bye(branch.dialog());
            finish(EndReason.of(EndReason.Kind.INCOMPATIBLE, EndReason.By.LOCAL));
        }
    }

    private void establish(EarlyDialogs.Early branch, Response response) {
        SessionDescription answer;
        try {
            answer = descriptions.readFirst(response);
        } catch (SdpException e) {
            LOG.info("The answer of {} is not understood: {}", callId, e.getMessage());
            answer = null;
            answered = false;
        }
        if (answer == null && !answered) {
            bye(branch.dialog());
            finish(EndReason.of(EndReason.Kind.INCOMPATIBLE, EndReason.By.LOCAL));
            return;
        }
        begin(branch, response);
        if (answer != null && descriptions.isNews(answer)) {
            listener.answered(answer);
        }
        listener.accepted();
    }

    private void begin(EarlyDialogs.Early branch, Response response) {
        earlyDialogs.stopAllBut(branch);
        Trickle trickle = branch.offers().trickle();
        if (sent != null && ours != null && !trickle.isDescribed()) {
            trickle.describe(sent);
            trickle.found(ours);
        }
        timer.answered(response);
        session = new Session(host, this, branch.dialog(), branch.offers(), timer, listener);
        session.start();
        tellErrand(response.getStatusCode(), response.getReasonPhrase());
        branch.offers().first(Offers.First.DONE);
    }

    /** Whom a redirection names that SIP does not reach. */
    private void tellWhereElse() {
        if (!over && redirection.isSentOn()) {
            listener.forwarded(redirection.elsewhere());
        }
    }

    private void tellWay(Response response) {
        List<CallHop> hops = over ? List.of() : HistoryInfo.of(response);
        if (!hops.isEmpty()) {
            listener.sentOn(hops);
        }
    }

    private void bye(Dialog dialog) {
        agent.send(dialog, dialog.request(Request.BYE).build(), new Ignored());
    }

    private final class Invited implements Outcome {

        private final String where;

        Invited(String where) {
            this.where = where;
        }

        @Override
        public void provisional(Response response) {
            tellWay(response);
            Exchange sender = invite;
            if (!over && sender != null && earlyDialogs.take(sender.request(), response)) {
                early(sender.request(), response);
            }
        }

        @Override
        public void done(Response response) {
            int status = response.getStatusCode();
            tellWay(response);
            if (status / 100 == 2) {
                accepted(response);
                return;
            }
            if (!over && timer.isToBeAskedAgain(response)) {
                earlyDialogs.clear();
                invite(where, ours);
                return;
            }
            redirection.take(response);
            boolean last = status >= 600; // everybody's answer
            if (last || !goesOn()) {
                tellWhereElse();
                finish(EndReasons.ofResponse(response, rang));
            }
        }

        @Override
        public void failed(Failure failure) {
            boolean silent = failure.kind() == Failure.Kind.TIMEOUT; // as good as a 408 (RFC 3261 8.1.3.1)
            if (!silent || !goesOn()) {
                tellWhereElse();
                finish(EndReasons.ofFailure(failure, rang));
            }
        }
    }

    /** Nobody waits for this answer. */
    static final class Ignored implements Outcome {
        @Override
        public void done(Response response) {}

        @Override
        public void failed(Failure failure) {}
    }
}
