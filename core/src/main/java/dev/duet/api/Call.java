package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallSecurity;
import dev.duet.model.CallState;
import dev.duet.model.CallTrace;
import dev.duet.model.Conference;
import dev.duet.model.EndReason;
import dev.duet.model.Route;
import dev.duet.model.WireDetail;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A call, by SIP or by Jingle: the same type, and the same rules.
 *
 * <p>Commands that make no sense in the call's phase fail at once with an {@link IllegalStateException} whose message
 * names the right one. A call that is over by then is no misuse: the command does nothing.
 *
 * <p>Not to be implemented by applications.
 */
public interface Call {

    /** Unlike among the calls of a runtime. */
    String id();

    /** Who began it. */
    CallDirection direction();

    /**
     * The other side's address; for an outgoing call the one it was made to, whatever route was taken. Another one once
     * somebody else took the other side's place: see {@link dev.duet.api.event.CallReplaced}.
     */
    Address remote();

    /** What the other side is called: a contact's name, else what it called itself, else its address. */
    String remoteName();

    /** The contact at the other side, if it is one for sure. */
    Optional<Contact> contact();

    /**
     * Who is at the other side, and how sure that is (RFC 7081 3.2): for a cue alone the contact is to be shown as one
     * that it may be. Empty for a stranger. It may change while the call goes on: see {@link
     * dev.duet.api.event.CallerIdentified}.
     */
    Optional<Contacts.Match> identity();

    /** What signalling tells of it beyond that. */
    CallDetails details();

    /**
     * The conference that the other side is, mostly one that mixes the sound of several people; empty for anybody else.
     * By SIP the other side says so (RFC 4579), and who takes part is asked from the acceptance to the end of the call
     * (RFC 4575) unless {@link dev.duet.model.SipConfig#conferenceInfo()} says otherwise. It may become one, and cease
     * to be: see {@link dev.duet.api.event.ConferenceChanged}.
     */
    Optional<Conference> conference();

    /** Who had the call made, as told and not proved: it is the outcome of a transfer (RFC 3892). */
    default Optional<Address> referredBy() {
        return details().referredBy();
    }

    /** Where the call is, now. */
    CallState state();

    /** {@code state().phase()}. */
    default CallPhase phase() {
        return state().phase();
    }

    /** The way the call goes, and why; empty while none is chosen. */
    Optional<Route> route();

    /** What protects it. */
    CallSecurity security();

    /**
     * Keeps from now on what goes over the wire for this call, or no more: for looking into what went wrong. Off unless
     * told otherwise, or {@link Account#traceCalls} says so. By SIP these are the messages of the dialog (RFC 3261), by
     * XMPP the requests of the Jingle session (XEP-0166) with their answers, and the messages that propose it
     * (XEP-0353); of a call that is tried both ways, all in one. Takes effect soon after it returns. From any thread.
     */
    void trace(boolean on);

    /**
     * What was kept, also after the call is over: the answer to a BYE or to a session-terminate comes after the end is
     * told. {@link CallTrace#NONE} while nothing was. From any thread.
     */
    CallTrace trace();

    /** The media. */
    CallMedia media();

    /**
     * Takes an incoming call.
     *
     * @return completes when the two sides can talk; fails when the call ended before, or media could not be set up
     */
    CompletableFuture<Call> answer();

    /**
     * Lets the caller of an incoming call hear this side's {@link CallMedia#source} while the call still rings: an
     * announcement, or a ringing tone of one's own (early media, RFC 3960). What the caller says is not heard before
     * {@link #answer()}.
     *
     * @return completes when the caller was told; fails as UNSUPPORTED where a call is described only once it is taken
     *     (Jingle, or a SIP caller who knows no reliable provisional responses and made no offer), and as REFUSED or
     *     CLOSED when the call does not ring any more
     */
    CompletableFuture<Void> progress();

    /** Turns an incoming call away as DECLINED. Completes with the end. */
    CompletableFuture<EndReason> reject();

    /**
     * Turns an incoming call away.
     *
     * @param kind DECLINED, BUSY, NO_ANSWER, NOT_FOUND, UNREACHABLE or INCOMPATIBLE
     */
    CompletableFuture<EndReason> reject(EndReason.Kind kind);

    /**
     * Turns an incoming call away in words of its protocol.
     *
     * @param kind as for {@link #reject(EndReason.Kind)}
     * @param words by SIP the status, 400 to 699, and the reason phrase; by another protocol than the call's they are
     *     left out
     */
    CompletableFuture<EndReason> reject(EndReason.Kind kind, WireDetail words);

    /**
     * Turns an incoming call away, and tells the caller to call somebody else instead (SIP 302, Jingle {@code
     * <redirect/>}). Callers need not follow.
     *
     * @param to whom, of whatever protocol
     * @param more other addresses of the same person, the preferred ones first
     * @return completes with the end, FORWARDED unless the call was over before
     * @throws IllegalStateException for a call that was taken: see {@link #transfer(String)}
     */
    CompletableFuture<EndReason> forward(Address to, Address... more);

    /**
     * As {@link #forward(Address, Address...)}, in words of its protocol.
     *
     * @param words by SIP a status of 300, 301 or 302 and the reason phrase; by another protocol than the call's they
     *     are
     *     left out
     */
    CompletableFuture<EndReason> forward(WireDetail words, Address to, Address... more);

    /** Ends the call in any phase. Completes with the end; never fails. */
    CompletableFuture<EndReason> hangup();

    /** Holds the other side. Completes when it agreed; fails when it refused or the call is not ACTIVE. */
    CompletableFuture<Void> hold();

    /** Ends {@link #hold()}. */
    CompletableFuture<Void> resume();

    /**
     * Offers the media again as they are, by INVITE (RFC 3261 14). Hold and whatever else needs it does so by itself:
     * this is for those who want to see what the other side makes of it.
     *
     * @return completes when the other side agreed; fails when it refused or the call is not ACTIVE, and as UNSUPPORTED
     *     by
     *     XMPP
     */
    CompletableFuture<Void> reinvite();

    /**
     * As {@link #reinvite()}, by UPDATE (RFC 3311).
     *
     * @return as there; fails as UNSUPPORTED, too, where the other side does not say that it takes UPDATE
     */
    CompletableFuture<Void> update();

    /**
     * Asks the other side to call somebody else instead (blind transfer, RFC 5589 6). How far it has come is told by
     * {@link dev.duet.api.event.TransferProgress}.
     *
     * @param to a full address, or {@code user@domain} of the call's own protocol
     * @return completes when the other side reached them, or hangs up after it agreed to go there: this call ends as
     *     TRANSFERRED. Fails when it did not, with this call as before: as REFUSED with what the other side, or the new
     *     callee, answered; as TIMEOUT when nothing is told for a minute, or for as long as the other side said; as
     *     UNSUPPORTED by XMPP
     */
    CompletableFuture<Void> transfer(String to);

    /**
     * Asks the other side to talk with the other side of another call instead, in this side's place (attended transfer,
     * RFC 5589 7): the user has asked there before, mostly with this call on hold.
     *
     * @param to another connected call of the same account, by the same protocol
     * @return completes when the two talk, after which both calls end as TRANSFERRED; fails as {@link
     *     #transfer(String)} does, with both calls as before
     * @throws IllegalArgumentException for this call, and for one of another account
     */
    CompletableFuture<Void> transfer(Call to);

    /**
     * Has somebody keep this call in this side's place, who plays music perhaps, until somebody takes it by {@link
     * Account#retrieve} (RFC 5359 2.15). They are asked to call the other side in the place of this call. Where that is
     * not how one parks, it is mostly a {@link #transfer(String)} to some number.
     *
     * @param at who keeps it, as for {@link #transfer(String)}
     * @return completes when they do, after which this call ends as TRANSFERRED; fails as {@link #transfer(String)}
     *     does
     */
    CompletableFuture<Void> park(String at);

    /**
     * Sends key presses, 100 ms each (RFC 4733).
     *
     * @param digits of 0-9, A-D, * and #
     */
    void dtmf(String digits);

    /** Completes when the two sides can talk; fails when the call ends before. */
    CompletableFuture<Call> connected();

    /** Completes with the end; never fails. */
    CompletableFuture<EndReason> ended();
}
