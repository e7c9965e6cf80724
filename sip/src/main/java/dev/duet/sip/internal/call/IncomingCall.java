package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.sip.internal.rfc3261.Dialog;
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
import dev.duet.spi.Loop;
import dev.duet.spi.TraceSink;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that comes in (RFC 3261 13.3). On the loop. */
final class IncomingCall extends AnsweredParty {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingCall.class);
    private static final Duration AFTERWARDS = Duration.ofSeconds(40);
    /** How long proxies wait without a word (RFC 3261 13.3.1.1 and 16.8, RFC 3262 3). */
    private static final Duration STILL_THERE = Duration.ofMinutes(1);

    private final Host host;
    private final UserAgent agent;
    private final IncomingRequest invite;
    private final Instant came;
    private final Dialog dialog;
    private final String tag;
    private final Descriptions descriptions = new Descriptions();
    private final ReliableResponses reliable;
    private final SessionTimer timer;
    private @Nullable SessionDescription offered;
    private @Nullable Listener listener;
    private @Nullable Offers offers;
    private final List<UnaryOperator<SessionDescription>> found = new ArrayList<>();
    private @Nullable SessionDescription ours;
    private Loop.@Nullable Timer stillThere;
    private boolean traced;
    private boolean progressed;
    private boolean described;
    private boolean accepted;
    private boolean over;

    private IncomingCall(Host host, IncomingRequest invite, Dialog dialog, String tag, SessionTimer timer) {
        this.host = host;
        this.agent = host.agent();
        this.invite = invite;
        this.came = agent.loop().now();
        this.dialog = dialog;
        this.tag = tag;
        this.timer = timer;
        this.reliable = new ReliableResponses(agent.loop(), invite, this::unacknowledged);
    }

    /** The call that an INVITE begins; null for one that was answered with an error. */
    static @Nullable IncomingCall of(Host host, IncomingRequest invite) {
        String tag = Tokens.random(10);
        Dialog dialog = Dialog.of(invite.request(), tag);
        if (dialog == null) {
            invite.reply(Response.BAD_REQUEST);
            return null;
        }
        if (Descriptions.hasOtherBody(invite.request())) {
            Replies.unsupportedMediaType(invite, "application/sdp");
            return null;
        }
        UserAgent agent = host.agent();
        SessionTimer timer = new SessionTimer(agent.loop(), agent.config().sessionExpiry());
        if (timer.refuses(invite)) {
            return null;
        }
        IncomingCall call = new IncomingCall(host, invite, dialog, tag, timer);
        try {
            call.offered = call.descriptions.read(invite.request());
        } catch (SdpException e) {
            LOG.info("A call from {} has a description that is not understood: {}", invite.source(), e.getMessage());
            invite.reply(Response.BAD_REQUEST);
            return null;
        }
        return call;
    }

    /** Tells its first facts. */
    void start(Listener facts) {
        listener = facts;
        offers = new Offers(agent, dialog, descriptions, facts, timer, Offers.First.THEIRS);
        agent.dialogs().put(dialog.id().callId(), tag, this);
        if (over) {
            return;
        }
        SessionDescription offer = offered;
        if (offer == null) {
            facts.wantsOffer();
        } else {
            descriptions.isNews(offer);
            facts.offered(offer);
        }
    }

    /** True for the CANCEL of this INVITE (RFC 3261 9.2). */
    boolean isCancelledBy(Request cancel) {
        return Dialog.callId(cancel).equals(dialog.id().callId())
                && Dialog.sequence(cancel) == Dialog.sequence(invite.request())
                && branch(cancel).equals(branch(invite.request()));
    }

    /** The INVITE that began it. */
    Request invite() {
        return invite.request();
    }

    /** True when a conference calls. */
    boolean isFromFocus() {
        return dialog.isFocus();
    }

    /** The caller gave up. */
    void cancelled(IncomingRequest cancel) {
        cancel.reply(cancel.response(Response.OK, tag));
        if (session == null && !over) {
            refuse(Response.REQUEST_TERMINATED);
            finish(EndReasons.ofCancel(Sip.values(cancel.request(), "Reason")));
        }
    }

    @Override
    @Nullable
    Listener facts() {
        return listener;
    }

    @Override
    public String id() {
        return dialog.id().callId();
    }

    @Override
    public void trace(@Nullable TraceSink sink) {
        agent.traces().follow(id(), sink, this::isOver);
        if (sink != null && !traced) {
            traced = true;
            agent.traces().came(id(), invite.request(), invite.port(), invite.source(), came);
        }
    }

    @Override
    public Standing standing(Replaces replaces) {
        if (session != null) {
            return session.standing(replaces);
        }
        if (!replaces.names(dialog.id())) {
            return Standing.UNKNOWN;
        }
        return over ? Standing.OVER : Standing.EARLY_THEIRS;
    }

    @Override
    public boolean isOver() {
        return over || session != null && session.isOver();
    }

    @Override
    public boolean isRinging() {
        return !accepted && !isOver();
    }

    @Override
    public void ring() {
        if (session == null && !over) {
            Response ringing = provisional(Response.RINGING);
            send(ringing, ReliableResponses.isRequiredBy(invite.request()));
        }
    }

    @Override
    public void progress(SessionDescription description) {
        Listener facts = listener;
        Offers exchange = offers;
        if (session != null || over || progressed || facts == null || exchange == null) {
            return;
        }
        boolean reliably = ReliableResponses.isSupportedBy(invite.request());
        if (offered == null && !reliably) {
            facts.progressed(Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    Failure.Origin.PEER,
                    Failure.Retry.NEVER,
                    "The caller takes no offer before the call is accepted"));
            return;
        }
        progressed = true;
        SessionDescription whole = exchange.trickle().describe(withFound(description));
        ours = whole;
        Response progress = provisional(Response.SESSION_PROGRESS);
        descriptions.write(progress, whole, Session.localHost(agent));
        send(progress, reliably);
        if (offered == null) {
            exchange.first(Offers.First.OURS);
        }
        facts.progressed(null);
    }

    private Response provisional(int status) {
        Response response = respond(status);
        response.setHeader(agent.contactHeader(dialog));
        response.setHeader(Sip.opaqueHeader("Allow", RequestBuilder.ALLOW));
        response.setHeader(Sip.opaqueHeader("Supported", Options.supported()));
        response.setHeader(Sip.opaqueHeader("Recv-Info", TrickleFragment.PACKAGE));
        copyRoutes(response);
        return response;
    }

    private Response respond(int status) {
        Response response = invite.response(status, tag);
        HistoryInfo.repeat(invite.request(), response);
        return response;
    }

    private void send(Response response, boolean reliably) {
        if (reliably) {
            reliable.send(response);
        } else {
            invite.reply(response);
        }
        stopTimer();
        stillThere = agent.loop()
                .schedule(
                        STILL_THERE,
                        () -> send(
                                provisional(response.getStatusCode()),
                                ReliableResponses.isRequiredBy(invite.request())));
    }

    private void stopTimer() {
        if (stillThere != null) {
            stillThere.cancel();
        }
    }

    /** RFC 3262 3: the caller does not hear this side. */
    private void unacknowledged() {
        if (session == null && !over) {
            refuse(Response.SERVER_TIMEOUT);
            finish(new EndReason(
                    EndReason.Kind.FAILED, EndReason.By.NETWORK, "A provisional response was not acknowledged", null));
        }
    }

    @Override
    public void accept() {
        accepted = true;
        acceptWhenDescribed();
    }

    @Override
    public void offer(SessionDescription offer) {
        if (session != null) {
            session.offer(offer);
        } else if (described && offers != null) {
            offers.offer(offer);
        } else {
            ours = offer;
            acceptWhenDescribed();
        }
    }

    @Override
    public void answer(SessionDescription answer) {
        if (session != null) {
            session.answer(answer);
        } else if (offers != null && offers.isRemotePending()) {
            offers.answer(answer);
            acceptWhenDescribed();
        } else {
            ours = answer;
            acceptWhenDescribed();
        }
    }

    @Override
    public void refuseOffer(boolean forNow) {
        if (session != null) {
            session.refuseOffer(forNow);
        } else if (offers != null && offers.isRemotePending()) {
            offers.refuse(forNow);
            acceptWhenDescribed();
        } else {
            end(EndReason.of(EndReason.Kind.INCOMPATIBLE, EndReason.By.LOCAL));
        }
    }

    /** What is found while it rings still comes into our description, and follows it once that has left. */
    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        if (offers != null && (session != null || progressed)) {
            offers.trickle().candidate(mediaId, candidate);
        } else {
            found.add(known -> LocalCandidates.with(known, mediaId, candidate));
        }
    }

    @Override
    public void endOfCandidates(String mediaId) {
        if (offers != null && (session != null || progressed)) {
            offers.trickle().endOfCandidates(mediaId);
        } else {
            found.add(known -> LocalCandidates.ended(known, mediaId));
        }
    }

    private SessionDescription withFound(SessionDescription description) {
        SessionDescription whole = description;
        for (UnaryOperator<SessionDescription> each : found) {
            whole = each.apply(whole);
        }
        return whole;
    }

    @Override
    public void end(EndReason reason) {
        if (session != null) {
            session.end(reason);
        } else if (!over) {
            Response refusal = response(reason, 400, 699, EndReasons.status(reason.kind()));
            String warning = EndReasons.warning(reason.kind());
            if (!warning.isEmpty()) {
                refusal.setHeader(Sip.header("Warning", warning));
            }
            invite.reply(refusal);
            finish(reason);
        }
    }

    /** In the words that the user chose, where they are of that kind, or with the status for the reason. */
    private Response response(EndReason reason, int from, int to, int usual) {
        WireDetail words = reason.wire();
        if (words == null || words.status() < from || words.status() > to) {
            return respond(usual);
        }
        Response response = respond(words.status());
        String phrase = words.text().replaceAll("\\p{Cntrl}", " ");
        try {
            response.setReasonPhrase(phrase.isEmpty() ? response.getReasonPhrase() : phrase);
        } catch (ParseException e) {
            throw new IllegalArgumentException("No reason phrase: " + phrase, e);
        }
        return response;
    }

    @Override
    public void forward(List<Address> to, EndReason reason) {
        if (session != null) {
            session.end(reason);
        } else if (!over) {
            Response moved = response(reason, 300, 302, Response.MOVED_TEMPORARILY);
            Redirection.write(to).forEach(contact -> moved.addHeader(Sip.header("Contact", contact)));
            invite.reply(moved);
            finish(reason);
        }
    }

    private void acceptWhenDescribed() {
        SessionDescription description = ours;
        Listener facts = listener;
        Offers exchange = offers;
        if (!accepted || description == null || facts == null || exchange == null || session != null || over) {
            return;
        }
        if (reliable.holdsBackAcceptance() || exchange.isRemotePending()) {
            return; // RFC 3262 3, RFC 3311 5.2: it follows
        }
        reliable.stop();
        stopTimer();
        Response ok = respond(Response.OK);
        ok.setHeader(agent.contactHeader(dialog));
        ok.setHeader(Sip.opaqueHeader("Allow", RequestBuilder.ALLOW));
        ok.setHeader(Sip.opaqueHeader("Supported", Options.supported()));
        ok.setHeader(Sip.opaqueHeader("Recv-Info", TrickleFragment.PACKAGE));
        copyRoutes(ok);
        boolean offersFirst = offered == null && !described;
        if (!described) {
            // An answer that is repeated stays as it was.
            SessionDescription whole =
                    progressed ? description : exchange.trickle().describe(withFound(description));
            descriptions.write(ok, whole, Session.localHost(agent));
            exchange.first(offersFirst ? Offers.First.OURS : Offers.First.DONE);
        }
        timer.grant(invite.request(), ok);
        Session started = new Session(host, this, dialog, exchange, timer, facts);
        session = started;
        started.start(invite, ok, offersFirst);
    }

    private void refuse(int status) {
        invite.reply(respond(status));
    }

    private void finish(EndReason reason) {
        over = true;
        reliable.stop();
        stopTimer();
        if (offers != null) {
            offers.stop();
        }
        if (reliable.isOpen()) {
            agent.loop().schedule(AFTERWARDS, () -> host.over(dialog.id())); // its PRACK may be on its way
        } else {
            host.over(dialog.id());
        }
        if (listener != null) {
            listener.ended(reason);
        }
        host.over(this);
    }

    @Override
    public void request(IncomingRequest request) {
        boolean acknowledges = request.method().equals(Request.PRACK);
        Listener facts = listener;
        Offers exchange = offers;
        if (session != null && !acknowledges) {
            session.request(request);
        } else if (facts == null
                || exchange == null
                || over && !acknowledges
                || !dialog.id().equals(Dialog.idOf(request.request()))) {
            if (request.transaction() != null) {
                request.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
        } else if (!dialog.takeInOrder(request.request())) {
            request.reply(Response.SERVER_INTERNAL_ERROR); // RFC 3261 12.2.2
        } else {
            early(request, exchange, facts);
        }
    }

    private void early(IncomingRequest request, Offers exchange, Listener facts) {
        switch (request.method()) {
            case Request.PRACK -> acknowledged(request, exchange);
            case Request.UPDATE -> exchange.take(request);
            case Request.BYE -> {
                request.reply(Response.OK);
                refuse(Response.REQUEST_TERMINATED);
                finish(EndReasons.ofCancel(Sip.values(request.request(), "Reason")));
            }
            case Request.INFO -> {
                Information.take(request, facts); // candidates may come before the acceptance
                if (progressed) {
                    exchange.trickle().agreed(); // RFC 8840 4.3.2: the caller has our answer
                }
            }
            case Request.INVITE -> Replies.tryAgain(request); // RFC 3261 14.2
            case Request.OPTIONS -> Replies.options(request);
            default -> request.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    /** A PRACK: it may answer our offer, or have an offer after our answer (RFC 3262 5). */
    private void acknowledged(IncomingRequest prack, Offers exchange) {
        Response response = reliable.take(prack.request());
        if (response == null) {
            prack.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        boolean describes = Descriptions.isIn(response);
        if (describes && offered == null && !exchange.takeFirstAnswer(prack.request())) {
            prack.reply(Response.BAD_REQUEST);
            end(EndReason.of(EndReason.Kind.INCOMPATIBLE, EndReason.By.LOCAL));
            return;
        }
        described |= describes;
        if (describes) {
            exchange.first(Offers.First.DONE);
            exchange.trickle().agreed();
        }
        if (Descriptions.isIn(prack.request()) && !(describes && offered == null)) {
            exchange.take(prack);
        } else {
            prack.reply(Response.OK);
        }
        acceptWhenDescribed();
    }

    /** RFC 3261 12.1.1; JAIN-SIP copies them too, but only for some responses. */
    private void copyRoutes(Response response) {
        if (response.getHeader("Record-Route") == null) {
            for (String route : Sip.values(invite.request(), "Record-Route")) {
                response.addHeader(Sip.header("Record-Route", route));
            }
        }
    }

    private static String branch(Request request) {
        var via = (javax.sip.header.ViaHeader) request.getHeader(javax.sip.header.ViaHeader.NAME);
        return via.getBranch() == null ? "" : via.getBranch();
    }
}
