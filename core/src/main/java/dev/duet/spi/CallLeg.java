package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.Conference;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wire's side of a call: a SIP dialog to be, or a Jingle session. Two channels that are independent on purpose,
 * since a call may be answered before any description exists and described before it is answered: the leg's life
 * (ring, accept, end), and offer/answer (RFC 3264). Whether and how the two share a message is the protocol's affair.
 */
@OnLoop
public interface CallLeg {

    /** The Call-ID or the Jingle session id. From any thread. */
    String id();

    /** Incoming: tells the caller that the user is being alerted (180; XEP-0353 ringing). */
    void ring();

    /**
     * Incoming: takes the call. The acceptance goes out together with the answer or offer where the protocol wants
     * both in one message.
     */
    void accept();

    /**
     * Incoming, before {@link #accept}: lets the caller hear this side while it still rings (183, RFC 3261 13.3.1.1),
     * by a description that goes ahead of the acceptance: the answer, or the offer that was wanted. Told by
     * {@link Listener#progressed}; once it was, the acceptance takes no other description.
     */
    void progress(SessionDescription description);

    /**
     * Ends the leg in whatever way its state asks for: CANCEL, BYE, an error response, terminate, retract. The kind
     * chooses the code: BUSY, DECLINED, INCOMPATIBLE and so on. {@link Listener#ended} follows once.
     */
    void end(EndReason reason);

    /**
     * Incoming, before {@link #accept}: tells the caller to call somebody else instead (302, RFC 3261 21.3.3; a {@code
     * redirect} in the word that turns the call away, XEP-0166 6.3.2). {@link Listener#ended} follows once.
     *
     * @param to the addresses of one person, the preferred ones first; not empty. Where the protocol has room for one,
     *     it is the first of the protocol's own, else the first
     */
    void forward(List<Address> to, EndReason reason);

    /**
     * Asks the other side to call somebody else instead (RFC 3515); told by {@link Listener#transferring} and {@link
     * Listener#transferred}.
     */
    void transfer(Address to);

    /**
     * Asks the other side to call the other side of another leg of the same half, in the place of that leg (attended
     * transfer, RFC 5589 7; XEP-0251): told as {@link #transfer(Address)} is.
     *
     * @param other a leg that is accepted
     */
    void transfer(CallLeg other);

    /**
     * Has somebody else keep the call in this side's place (call park, RFC 5359 2.15): told as {@link
     * #transfer(Address)} is.
     */
    void park(Address at);

    /**
     * Outgoing: calls without an offer, which the other side makes (RFC 3261 13.2.1), instead of {@link #offer}. Only
     * by a link that says so: {@link Link#calleeOffers}.
     */
    default void call() {}

    /** Sends an offer: the first one, or later one that changes the session. */
    void offer(SessionDescription offer);

    /**
     * Sends an offer that changes the accepted session, as {@link #offer}, but by the other message where the protocol
     * has two: UPDATE instead of INVITE (RFC 3311).
     */
    default void update(SessionDescription offer) {
        offer(offer);
    }

    /** Sends the answer to the offer that was told last. */
    void answer(SessionDescription answer);

    /**
     * Refuses the offer that was told last, and keeps the session as it was.
     *
     * @param forNow true when this side is about to make an offer itself, so that the other side may try again (491);
     *     false when the offer cannot be taken (488)
     */
    void refuseOffer(boolean forNow);

    /** Tells of a candidate found after the description was sent (RFC 8840, XEP-0176). */
    void candidate(String mediaId, IceCandidate candidate);

    /** Tells that no candidate follows those sent so far (RFC 8840 4.4). */
    void endOfCandidates(String mediaId);

    /**
     * Tells from now on what goes over the wire for this leg, until some seconds after its end. For an incoming leg,
     * what began it comes first. A leg that cannot does nothing.
     *
     * @param sink null to tell no more
     */
    default void trace(@Nullable TraceSink sink) {}

    /** The facts of a leg. All methods may be called from any thread. */
    interface Listener {

        /**
         * Incoming: somebody calls, and describes nothing before the call is taken (XEP-0353). The user is to be
         * alerted.
         */
        void proposed();

        /** Outgoing: the other side is being alerted. */
        void ringing();

        /** Outgoing: the other side took the call. Told once, with its answer before or after. */
        void accepted();

        /** The leg is over. Told once and last. */
        void ended(EndReason reason);

        /** The other side wants us to make the offer: an INVITE without SDP, or a proposal that was accepted. */
        void wantsOffer();

        /**
         * The other side's device is said to be gone, without a word of its own. Whether it is, media know: the call
         * goes on as long as something of it is heard.
         */
        default void doubted() {}

        /** An offer came, the first or one that changes the session. */
        void offered(SessionDescription offer);

        /** An answer to our offer came. */
        void answered(SessionDescription answer);

        /** Our offer to change the session was refused or failed; the session is as before. */
        void offerRefused(Failure failure);

        /** A candidate came after the description. */
        void candidate(String mediaId, IceCandidate candidate);

        /** No candidate follows those that came. */
        void endOfCandidates(String mediaId);

        /** Our description was sent ahead of the acceptance, or, with a failure, was not. */
        void progressed(@Nullable Failure failure);

        /**
         * A key press of the other side, told by signalling and not by media.
         *
         * @param digit of 0-9, A-D, * and #
         */
        default void dtmf(char digit) {}

        /** Outgoing: who is at the other side, where that becomes known only now: of a call that is picked up. */
        default void identified(Address remote) {}

        /**
         * Outgoing: which way the call took, as whoever answers tells; in the place of what was told before.
         *
         * @param hops as in {@link dev.duet.model.CallDetails#hops()}
         */
        default void sentOn(List<CallHop> hops) {}

        /**
         * The other side says that it is a conference, or what it tells of itself as one changed.
         *
         * @param conference null when it is none, or none any more
         */
        default void conference(@Nullable Conference conference) {}

        /** The other side tells how far it has come with a transfer we asked for. */
        default void transferring(WireDetail progress) {}
        /**
         * Outgoing: whoever was called wants somebody else to be called instead, and this leg does not do so by itself.
         * {@link #ended} follows, as FORWARDED.
         *
         * @param to the addresses of one person, the preferred ones first; empty when none was named that we know
         */
        default void forwarded(List<Address> to) {}

        /** A transfer we asked for is done, or, with a failure, was not. */
        void transferred(@Nullable Failure failure);

        /** The other side wants this side to call somebody else instead. */
        default void referred(Referral referral) {
            referral.refuse();
        }
    }
}
