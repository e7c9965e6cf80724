package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import java.time.Duration;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that comes in (RFC 3261 13.3). On the loop. */
final class IncomingCall implements CallParty, DialogTable.User {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingCall.class);
    private static final Duration AFTERWARDS = Duration.ofSeconds(40);

    private final Host host;
    private final UserAgent agent;
    private final IncomingRequest invite;
    private final Dialog dialog;
    private final String tag;
    private final Descriptions descriptions = new Descriptions();
    private @Nullable SessionDescription offered;
    private @Nullable Listener listener;
    private @Nullable Offers offers;
    private @Nullable SessionDescription ours;
    private @Nullable Session session;
    private boolean accepted;
    private boolean over;

    private IncomingCall(Host host, IncomingRequest invite, Dialog dialog, String tag) {
        this.host = host;
        this.agent = host.agent();
        this.invite = invite;
        this.dialog = dialog;
        this.tag = tag;
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
        IncomingCall call = new IncomingCall(host, invite, dialog, tag);
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
        offers = new Offers(agent, dialog, descriptions, facts, Offers.First.THEIRS);
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

    /** True for the same call over another way (RFC 3261 8.2.2.2). */
    boolean isMergedWith(Request other) {
        return Dialog.callId(other).equals(dialog.id().callId())
                && Dialog.sequence(other) == Dialog.sequence(invite.request())
                && fromTag(other).equals(dialog.id().remoteTag());
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
    public String id() {
        return dialog.id().callId();
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
            Response ringing = invite.response(Response.RINGING, tag);
            ringing.setHeader(Sip.header("Contact", agent.contact()));
            ringing.setHeader(Sip.header("Allow", RequestBuilder.ALLOW));
            copyRoutes(ringing);
            invite.reply(ringing);
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
        } else {
            ours = offer;
            acceptWhenDescribed();
        }
    }

    @Override
    public void answer(SessionDescription answer) {
        if (session != null) {
            session.answer(answer);
        } else {
            ours = answer;
            acceptWhenDescribed();
        }
    }

    @Override
    public void refuseOffer() {
        if (session != null) {
            session.refuseOffer();
        } else {
            end(EndReason.of(EndReason.Kind.INCOMPATIBLE, EndReason.By.LOCAL));
        }
    }

    @Override
    public void transfer(Address to) {
        if (session != null) {
            session.transfer(to);
        } else if (listener != null) {
            listener.transferred(Session.notConnected());
        }
    }

    /** Candidates are all in the description: half trickle, which is to take them and not to send them (RFC 8840). */
    @Override
    public void candidate(String mediaId, IceCandidate candidate) {}

    @Override
    public void endOfCandidates(String mediaId) {}

    @Override
    public void end(EndReason reason) {
        if (session != null) {
            session.end(reason);
        } else if (!over) {
            refuse(EndReasons.status(reason.kind()));
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
        Response ok = invite.response(Response.OK, tag);
        ok.setHeader(Sip.header("Contact", agent.contact()));
        ok.setHeader(Sip.header("Allow", RequestBuilder.ALLOW));
        ok.setHeader(Sip.header("Supported", TrickleFragment.PACKAGE));
        ok.setHeader(Sip.header("Recv-Info", TrickleFragment.PACKAGE));
        copyRoutes(ok);
        descriptions.write(ok, description, Session.localHost(agent));
        exchange.first(offered == null ? Offers.First.OURS : Offers.First.DONE);
        Session started = new Session(host, this, dialog, exchange, facts);
        session = started;
        started.start(invite, ok, offered == null);
    }

    private void refuse(int status) {
        invite.reply(invite.response(status, tag));
    }

    private void finish(EndReason reason) {
        over = true;
        agent.loop()
                .schedule(AFTERWARDS, () -> agent.dialogs().remove(dialog.id().callId(), tag, this));
        if (listener != null) {
            listener.ended(reason);
        }
        host.over(this);
    }

    @Override
    public void request(IncomingRequest request) {
        if (session != null) {
            session.request(request);
        } else if (request.method().equals(Request.BYE) && !over) {
            request.reply(Response.OK);
            refuse(Response.REQUEST_TERMINATED);
            finish(EndReasons.ofCancel(List.of()));
        } else if (request.method().equals(Request.INFO) && !over && listener != null) {
            Information.take(request, listener); // candidates may come before the acceptance
        } else if (request.method().equals(Request.UPDATE) && !over && offers != null) {
            takeUpdate(request, offers);
        } else if (request.transaction() != null) {
            request.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    private void takeUpdate(IncomingRequest update, Offers exchange) {
        if (dialog.takeInOrder(update.request())) {
            exchange.take(update);
        } else {
            update.reply(Response.SERVER_INTERNAL_ERROR); // RFC 3261 12.2.2
        }
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

    private static String fromTag(Request request) {
        String from = ((javax.sip.header.FromHeader) request.getHeader(javax.sip.header.FromHeader.NAME)).getTag();
        return from == null ? "" : from;
    }
}
