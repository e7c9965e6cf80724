package dev.duet.sip.internal.call;

import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.CallLeg;
import java.util.HashMap;
import java.util.Map;
import javax.sip.header.RSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs that responses to one INVITE of ours begin: what asks to be acknowledged gets its PRACK, in the order of
 * its branch (RFC 3262), and offers go to and fro by UPDATE before the call is accepted (RFC 3311). On the loop.
 */
final class EarlyDialogs {

    /** The option of RFC 3262. */
    static final String OPTION = "100rel";

    /** Branches of one call that are followed; more than that fork no call, they flood it. */
    private static final int MOST = 32;

    private final UserAgent agent;
    private final Descriptions descriptions;
    private final CallLeg.Listener listener;
    private final SessionTimer timer;
    private final Map<Dialog.Id, Early> dialogs = new HashMap<>();
    private @Nullable Early newest;
    private boolean late;
    private @Nullable Early offering;
    private @Nullable RequestBuilder unsent;
    private boolean untold;
    private @Nullable Early answeredFirst;

    EarlyDialogs(UserAgent agent, Descriptions descriptions, CallLeg.Listener listener, SessionTimer timer) {
        this.agent = agent;
        this.descriptions = descriptions;
        this.listener = listener;
        this.timer = timer;
    }

    /**
     * Takes a provisional response, and acknowledges one that asks for it; false for one whose turn it is not: it is
     * passed over.
     */
    boolean take(Request invite, Response response) {
        Early early = early(invite, response);
        if (!OptionTags.contains(response, "Require", OPTION)
                || !(response.getHeader(RSeqHeader.NAME) instanceof RSeqHeader number)) {
            return true;
        }
        long sequence = number.getSequenceNumber();
        if (early == null || early.last != 0 && sequence != early.last + 1) {
            return false; // RFC 3262 4: came again, or one before it is missing
        }
        early.last = sequence;
        RequestBuilder prack = early.dialog
                .request(Request.PRACK)
                .header("RAck", sequence + " " + Dialog.sequence(invite) + " " + Request.INVITE);
        if (late && Descriptions.isIn(response) && offering == null && answeredFirst == null) {
            offering = early;
            unsent = prack; // it is to have our answer
            untold = true;
            return true;
        }
        agent.send(early.dialog, prack.build(), new OutgoingCall.Ignored());
        if (Descriptions.isIn(response)) {
            early.offers.first(Offers.First.DONE);
            newest = early;
        }
        return true;
    }

    /** The INVITE has no offer: the first one is the callee's. */
    void offersComeLate() {
        late = true;
    }

    /** True when the response that was taken last has the callee's first offer. */
    boolean isNewOffer() {
        boolean news = untold;
        untold = false;
        return news;
    }

    /** True when that branch's offer was answered before it accepted. */
    boolean isAnsweredFirst(Early branch) {
        return branch == answeredFirst;
    }

    /** Answers the callee's first offer in the PRACK (RFC 3262 5); false when there is none. */
    boolean answersFirst(SessionDescription answer) {
        Early branch = offering;
        RequestBuilder prack = unsent;
        if (branch == null || prack == null) {
            return false;
        }
        offering = null;
        unsent = null;
        answeredFirst = branch;
        newest = branch;
        Request request = prack.build();
        descriptions.write(request, branch.offers.trickle().describe(answer), Session.localHost(agent));
        branch.offers.first(Offers.First.DONE);
        branch.offers.trickle().agreed();
        agent.send(branch.dialog, request, new OutgoingCall.Ignored());
        return true;
    }

    /**
     * Lets those learn of our candidates who take them and have begun a dialog, before they answer (RFC 8840 4.3).
     *
     * @param sent our offer as they have it
     * @param now our offer with what was found since
     * @param answers true when the response is an answer
     */
    void trickle(Request invite, Response response, SessionDescription sent, SessionDescription now, boolean answers) {
        Early early = Trickle.isTakenBy(response) ? early(invite, response) : null;
        if (early == null) {
            return;
        }
        Trickle trickle = early.offers.trickle();
        if (!trickle.isDescribed()) {
            trickle.describe(sent);
            trickle.agreed();
        }
        trickle.found(now);
        if (answers && !OptionTags.contains(response, "Require", OPTION)) {
            trickle.confirm(); // RFC 8840 4.3.2: else the answer is sent until it is sure to have arrived
        }
    }

    /** Our offer with more that was found. */
    void found(SessionDescription now) {
        dialogs.values().stream()
                .map(early -> early.offers.trickle())
                .filter(Trickle::isDescribed)
                .forEach(trickle -> trickle.found(now));
    }

    /** Changes the session before it is accepted, where the branch that answered last takes that. */
    void offer(SessionDescription offer) {
        if (newest == null) {
            listener.offerRefused(Session.notConnected());
        } else {
            newest.offers.offer(offer);
        }
    }

    /** Answers the offer that a branch made. */
    void answer(SessionDescription answer) {
        dialogs.values().forEach(early -> early.offers.answer(answer));
    }

    /** Refuses the offer that a branch made. */
    void refuseOffer(boolean forNow) {
        dialogs.values().forEach(early -> early.offers.refuse(forNow));
    }

    /** Takes an UPDATE of a branch. */
    void update(IncomingRequest update) {
        Dialog.Id id = Dialog.idOf(update.request());
        Early early = id == null ? null : dialogs.get(id);
        if (early == null) {
            update.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (!early.dialog.takeInOrder(update.request())) {
            update.reply(Response.SERVER_INTERNAL_ERROR); // RFC 3261 12.2.2
        } else if (Descriptions.isIn(update.request())
                && dialogs.values().stream().anyMatch(each -> each.offers.isRemotePending())) {
            Replies.tryAgain(update); // media are there once, not for each branch
        } else {
            early.offers.take(update);
        }
    }

    /** The dialog that a 2xx makes or confirms; null for one without tag or contact. */
    @Nullable
    Early confirmed(Request invite, Response response) {
        Dialog dialog = Dialog.of(invite, response);
        if (dialog == null) {
            return null;
        }
        Early early = dialogs.get(dialog.id());
        if (early == null) {
            return begin(dialog);
        }
        early.dialog.confirm(response);
        return early;
    }

    /** Ends what goes on in all branches but one. */
    void stopAllBut(@Nullable Early winner) {
        dialogs.values().stream().filter(early -> early != winner).forEach(early -> early.offers.stop());
    }

    /** True when one of them is named. */
    boolean isNamed(Replaces replaces) {
        return dialogs.keySet().stream().anyMatch(replaces::names);
    }

    /** The INVITE came to nothing, and another one follows. */
    void clear() {
        stopAllBut(null);
        dialogs.clear();
        newest = null;
        offering = null;
        unsent = null;
        answeredFirst = null;
    }

    private @Nullable Early early(Request invite, Response response) {
        Dialog dialog = Dialog.of(invite, response);
        if (dialog == null) {
            return null;
        }
        Early known = dialogs.get(dialog.id());
        if (known != null) {
            known.dialog.learn(response);
            return known;
        }
        if (dialogs.size() == MOST) {
            return null;
        }
        Early begun = begin(dialog);
        dialogs.put(dialog.id(), begun);
        return begun;
    }

    private Early begin(Dialog dialog) {
        return new Early(
                dialog,
                new Offers(
                        agent, dialog, descriptions, listener, timer, late ? Offers.First.THEIRS : Offers.First.OURS));
    }

    /** One of them. */
    static final class Early {
        private final Dialog dialog;
        private final Offers offers;
        private long last;

        private Early(Dialog dialog, Offers offers) {
            this.dialog = dialog;
            this.offers = offers;
        }

        Dialog dialog() {
            return dialog;
        }

        Offers offers() {
            return offers;
        }
    }
}
