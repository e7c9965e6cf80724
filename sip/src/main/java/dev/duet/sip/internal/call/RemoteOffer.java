package dev.duet.sip.internal.call;

import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other side's offers within a call, by re-INVITE or UPDATE, and its wish for one of ours. On the loop. */
final class RemoteOffer {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteOffer.class);

    private final UserAgent agent;
    private final Dialog dialog;
    private final Descriptions descriptions;
    private final Trickle trickle;
    private final CallLeg.Listener listener;
    private final SessionTimer timer;
    private final Runnable settled;
    private @Nullable Consumer<Failure> gone;
    private @Nullable IncomingRequest open;
    private boolean wantsOffer;
    private @Nullable Acceptance acceptance;

    /**
     * None yet.
     *
     * @param settled told when an offer of theirs is through
     */
    RemoteOffer(
            UserAgent agent,
            Dialog dialog,
            Descriptions descriptions,
            Trickle trickle,
            CallLeg.Listener listener,
            SessionTimer timer,
            Runnable settled) {
        this.agent = agent;
        this.dialog = dialog;
        this.descriptions = descriptions;
        this.trickle = trickle;
        this.listener = listener;
        this.timer = timer;
        this.settled = settled;
    }

    /** The call was accepted. */
    void confirmed(Consumer<Failure> whenGone) {
        gone = whenGone;
    }

    /** True while an UPDATE is not answered. */
    boolean isUpdating() {
        return open != null && open.method().equals(Request.UPDATE);
    }

    /** True while a request is not answered, or the answer not acknowledged. */
    boolean isPending() {
        return open != null || acceptance != null && !acceptance.isOver();
    }

    /** True while the other side waits for an offer of ours. */
    boolean wantsOffer() {
        return open != null && wantsOffer;
    }

    void take(IncomingRequest incoming) throws SdpException {
        SessionDescription offer = descriptions.read(incoming.request());
        dialog.refreshTarget(incoming.request());
        if (offer != null) {
            open = incoming;
            wantsOffer = false;
            descriptions.isNews(offer);
            listener.offered(offer);
        } else {
            open = incoming;
            wantsOffer = true;
            listener.wantsOffer();
        }
    }

    /** Takes an UPDATE without an offer, which only refreshes (RFC 3311 5.2). */
    void refresh(IncomingRequest incoming) {
        dialog.refreshTarget(incoming.request());
        incoming.reply(ok(incoming));
    }

    private Response ok(IncomingRequest incoming) {
        Response ok = incoming.response(Response.OK);
        ok.setHeader(Sip.header("Contact", agent.contact(dialog)));
        ok.setHeader(Sip.header("Allow", RequestBuilder.ALLOW));
        ok.setHeader(Sip.header("Supported", Options.supported()));
        ok.setHeader(Sip.header("Recv-Info", TrickleFragment.PACKAGE));
        if (gone != null && !incoming.method().equals(Request.PRACK)) {
            timer.grant(incoming.request(), ok);
        }
        return ok;
    }

    void offer(SessionDescription offer) {
        reply(offer, true);
    }

    void answer(SessionDescription answer) {
        if (!wantsOffer) {
            reply(answer, false);
        }
    }

    void refuse(boolean forNow) {
        IncomingRequest incoming = open;
        open = null;
        if (incoming == null) {
            return;
        }
        Response refusal = incoming.response(forNow ? Response.REQUEST_PENDING : Response.NOT_ACCEPTABLE_HERE);
        if (!forNow) {
            refusal.setHeader(Sip.header("Warning", EndReasons.INCOMPATIBLE_MEDIA));
        }
        incoming.reply(refusal);
        settled.run();
    }

    private void reply(SessionDescription description, boolean offers) {
        IncomingRequest incoming = open;
        open = null;
        if (incoming == null) {
            return;
        }
        Response ok = ok(incoming);
        descriptions.write(ok, trickle.describe(description), Session.localHost(agent));
        if (incoming.method().equals(Request.INVITE)) {
            Acceptance sent = new Acceptance(agent.loop(), incoming, ok, ack -> acknowledged(ack, offers));
            acceptance = sent;
            sent.send();
        } else {
            incoming.reply(ok);
            trickle.agreed();
            settled.run();
        }
    }

    private void acknowledged(@Nullable Request ack, boolean answersOurs) {
        if (ack == null) {
            if (gone != null) {
                gone.accept(StatusFailures.timeout(Request.ACK)); // RFC 3261 14.2
            }
            return;
        }
        if (answersOurs && !takeAnswer(ack)) {
            listener.offerRefused(LocalOffer.malformed("The answer is missing or not understood"));
        }
        trickle.agreed();
        settled.run();
    }

    void acknowledged(Request ack) {
        if (acceptance != null) {
            acceptance.acknowledged(ack);
        }
    }

    /** Tells of the answer in an ACK; false when there is none that is understood. */
    boolean takeAnswer(Request ack) {
        try {
            SessionDescription answer = descriptions.read(ack);
            if (answer == null) {
                return false;
            }
            descriptions.isNews(answer);
            listener.answered(answer);
            return true;
        } catch (SdpException e) {
            LOG.info("The answer within {} is not understood: {}", dialog.id().callId(), e.getMessage());
            return false;
        }
    }

    void stop() {
        IncomingRequest incoming = open;
        open = null;
        if (incoming != null) {
            incoming.reply(Response.REQUEST_TERMINATED); // RFC 3261 15.1.2
        }
        if (acceptance != null) {
            acceptance.stop();
        }
    }
}
