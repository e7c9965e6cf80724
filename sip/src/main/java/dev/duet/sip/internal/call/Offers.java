package dev.duet.sip.internal.call;

import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.CallLeg;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offer and answer within one dialog, early or confirmed: ours, theirs, and what is done when they meet (RFC 3261 14,
 * RFC 3311 5, RFC 6337). On the loop.
 */
final class Offers {

    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

    private final Dialog dialog;
    private final CallLeg.Listener listener;
    private final SessionTimer timer;
    private final LocalOffer localOffer;
    private final RemoteOffer remoteOffer;
    private final Trickle trickle;
    private First first;
    private boolean inviteOpen;
    private @Nullable SessionDescription queued;
    private boolean queuedUpdate;

    /**
     * In an early dialog.
     *
     * @param first where the exchange is that the INVITE began
     */
    Offers(
            UserAgent agent,
            Dialog dialog,
            Descriptions descriptions,
            CallLeg.Listener listener,
            SessionTimer timer,
            First first) {
        this.dialog = dialog;
        this.listener = listener;
        this.timer = timer;
        this.first = first;
        this.trickle = new Trickle(agent, dialog, descriptions);
        this.localOffer = new LocalOffer(agent, dialog, descriptions, trickle, listener, timer, this::settled);
        this.remoteOffer = new RemoteOffer(agent, dialog, descriptions, trickle, listener, timer, this::settled);
    }

    /** What follows our descriptions. */
    Trickle trickle() {
        return trickle;
    }

    /** The first exchange went on. */
    void first(First now) {
        first = now;
        settled();
    }

    /**
     * The INVITE was accepted.
     *
     * @param acknowledged false while its ACK has not come: no other INVITE may begin before (RFC 3261 14.1)
     * @param gone told when the other side knows no such call any more
     */
    void confirmed(boolean acknowledged, Consumer<Failure> gone) {
        inviteOpen = !acknowledged;
        localOffer.confirmed(gone);
        remoteOffer.confirmed(gone);
    }

    /** The ACK to the first 2xx came. */
    void acknowledged() {
        inviteOpen = false;
        settled();
    }

    /** True while an offer of theirs is not answered, or that answer not acknowledged. */
    boolean isRemotePending() {
        return remoteOffer.isPending();
    }

    /** True when an offer of ours can be sent now or as soon as what runs is through. */
    boolean mayOffer() {
        return localOffer.mayOffer() && first == First.DONE;
    }

    /** Sends an offer of ours: at once, or when the INVITE that is open is through. */
    void offer(SessionDescription offer) {
        offer(offer, false);
    }

    /** As {@link #offer}, by UPDATE. */
    void update(SessionDescription offer) {
        if (dialog.allows(Request.UPDATE)) {
            offer(offer, true);
        } else {
            listener.offerRefused(Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    Failure.Origin.PEER,
                    Failure.Retry.NEVER,
                    "The other side does not say that it takes UPDATE"));
        }
    }

    private void offer(SessionDescription offer, boolean update) {
        if (remoteOffer.wantsOffer()) {
            remoteOffer.offer(offer);
        } else if (!mayOffer()) {
            listener.offerRefused(Session.notConnected());
        } else if (isBusy() && queued == null) {
            queued = offer;
            queuedUpdate = update;
        } else {
            localOffer.send(offer, update);
        }
    }

    /** There is a way to the server again. */
    void online() {
        localOffer.online();
    }

    /** Refreshes the session (RFC 4028 7.4), or tells the timer that this is a bad moment. */
    void refresh() {
        if (isBusy() || localOffer.isPending()) {
            timer.failed();
        } else {
            localOffer.refresh();
        }
    }

    /** Sends our answer to their offer. */
    void answer(SessionDescription answer) {
        remoteOffer.answer(answer);
    }

    /** Refuses their offer. */
    void refuse(boolean forNow) {
        remoteOffer.refuse(forNow);
    }

    /** Takes a re-INVITE, an UPDATE, or a PRACK with a description. */
    void take(IncomingRequest incoming) {
        Request request = incoming.request();
        boolean refreshes = incoming.method().equals(Request.UPDATE) && !Descriptions.isIn(request);
        boolean invites = incoming.method().equals(Request.INVITE);
        if (localOffer.isConfirmed() && timer.refuses(incoming)) {
            LOG.debug("A session timer of {} is too short", dialog.id().callId());
        } else if (Descriptions.hasOtherBody(request)) {
            Replies.unsupportedMediaType(incoming, "application/sdp");
        } else if (refreshes && !remoteOffer.isUpdating()) {
            remoteOffer.refresh(incoming);
        } else if (localOffer.isPending() || first == First.OURS) {
            incoming.reply(Response.REQUEST_PENDING); // RFC 3261 14.2, RFC 3311 5.2: glare
        } else if (remoteOffer.isPending() || first == First.THEIRS || invites && inviteOpen) {
            Replies.tryAgain(incoming);
        } else {
            giveWay();
            try {
                remoteOffer.take(incoming);
            } catch (SdpException e) {
                LOG.info(
                        "A description within {} is not understood: {}",
                        dialog.id().callId(),
                        e.getMessage());
                incoming.reply(Response.BAD_REQUEST);
            }
        }
    }

    /** Takes the ACK to a 2xx of ours to a re-INVITE. */
    void acknowledged(Request ack) {
        remoteOffer.acknowledged(ack);
    }

    /** Tells of the answer in an ACK or PRACK to the first offer, ours; false when there is none that is understood. */
    boolean takeFirstAnswer(Request request) {
        first = First.DONE;
        boolean taken = remoteOffer.takeAnswer(request);
        settled();
        return taken;
    }

    void stop() {
        queued = null;
        trickle.stop();
        remoteOffer.stop();
        localOffer.stop();
    }

    private void giveWay() {
        localOffer.giveWay();
        if (queued != null) {
            queued = null;
            listener.offerRefused(LocalOffer.metHalfWay());
        }
    }

    private boolean isBusy() {
        return inviteOpen || remoteOffer.isPending() || localOffer.isRefreshing();
    }

    private void settled() {
        SessionDescription next = queued;
        if (next != null && !isBusy()) {
            queued = null;
            localOffer.send(next, queuedUpdate);
        }
    }

    /** Where the exchange is that the INVITE began. */
    enum First {
        /** Our offer has no answer that is sure to stand. */
        OURS,
        /** Their offer is not answered, or they have none and ours is not made. */
        THEIRS,
        /** Answered. */
        DONE
    }
}
