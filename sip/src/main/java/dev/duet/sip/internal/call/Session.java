package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc4028.SessionTimer;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import java.time.Duration;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A call that was answered: one dialog, until BYE. On the loop. */
final class Session {

    /** How long acceptances that come again are still acknowledged. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(40);

    private final Host host;
    private final UserAgent agent;
    private final CallParty party;
    private final Dialog dialog;
    private final CallLeg.Listener listener;
    private final Offers offers;
    private final SessionTimer timer;
    private final Transfer transfer;
    private final Referrals referrals;
    private final Watchdog watchdog;
    private final Focus focus;
    private @Nullable Acceptance acceptance;
    private boolean byeWaits;
    private boolean over;

    Session(Host host, CallParty party, Dialog dialog, Offers offers, SessionTimer timer, CallLeg.Listener listener) {
        this.host = host;
        this.agent = host.agent();
        this.party = party;
        this.dialog = dialog;
        this.listener = listener;
        this.offers = offers;
        this.timer = timer;
        this.transfer = new Transfer(agent, dialog, listener);
        this.referrals = new Referrals(host, dialog, listener::referred);
        this.watchdog = new Watchdog(agent, dialog, this::gone);
        this.focus = new Focus(agent, dialog, listener);
    }

    /** This side called. */
    void start() {
        begin(true);
        offers.trickle().agreed();
        focus.start();
    }

    /**
     * This side was called: sends the acceptance.
     *
     * @param offered true when it holds our offer, which the ACK answers
     */
    void start(IncomingRequest invite, Response ok, boolean offered) {
        begin(false);
        Acceptance sent = new Acceptance(agent.loop(), invite, ok, ack -> acknowledged(ack, offered));
        acceptance = sent;
        sent.send();
        focus.start();
    }

    private void begin(boolean acknowledged) {
        offers.confirmed(acknowledged, this::gone);
        watchdog.start();
        timer.start(new SessionTimer.User() {
            @Override
            public void refresh() {
                offers.refresh();
            }

            @Override
            public void expired() {
                gone(Failure.of(
                        Failure.Kind.TIMEOUT,
                        Failure.Origin.PEER,
                        Failure.Retry.LATER,
                        "The session was not refreshed in time"));
            }
        });
    }

    boolean isOver() {
        return over;
    }

    boolean isFor(Request request) {
        return dialog.id().equals(Dialog.idOf(request));
    }

    void offer(SessionDescription offer) {
        if (!over) {
            offers.offer(offer);
        }
    }

    void update(SessionDescription offer) {
        if (!over) {
            offers.update(offer);
        }
    }

    void answer(SessionDescription answer) {
        if (!over) {
            offers.answer(answer);
        }
    }

    void refuseOffer(boolean forNow) {
        if (!over) {
            offers.refuse(forNow);
        }
    }

    void online() {
        offers.online();
        focus.online();
    }

    void candidate(String mediaId, IceCandidate candidate) {
        offers.trickle().candidate(mediaId, candidate);
    }

    void endOfCandidates(String mediaId) {
        offers.trickle().endOfCandidates(mediaId);
    }

    void transfer(Address to) {
        if (!over) {
            transfer.start(to);
        }
    }

    void park(Address at) {
        if (!over) {
            transfer.park(at);
        }
    }

    void transfer(CallLeg other) {
        Dialog there = other instanceof CallParty party ? party.dialog() : null;
        if (over) {
            return;
        }
        if (there == null) {
            listener.transferred(notConnected());
        } else {
            transfer.start(there);
        }
    }

    /** The dialog that carries it. */
    Dialog dialog() {
        return dialog;
    }

    CallParty.Standing standing(Replaces replaces) {
        if (!replaces.names(dialog.id())) {
            return CallParty.Standing.UNKNOWN;
        }
        return over ? CallParty.Standing.OVER : CallParty.Standing.CONFIRMED;
    }

    void end(EndReason reason) {
        if (over) {
            return;
        }
        String why = EndReasons.reason(reason);
        if (acceptance != null && !acceptance.isOver()) {
            byeWaits = true; // RFC 3261 15: the callee waits for the ACK
            agent.farewells().owe(this);
            finish(reason);
        } else {
            bye(why);
            finish(reason);
        }
    }

    private void bye(String reason) {
        RequestBuilder bye = dialog.request(Request.BYE);
        if (!reason.isEmpty()) {
            bye.header("Reason", reason);
        }
        agent.send(dialog, bye.build(), new OutgoingCall.Ignored());
    }

    private void finish(EndReason reason) {
        if (over) {
            return;
        }
        over = true;
        offers.stop();
        timer.stop();
        watchdog.stop();
        focus.stop();
        transfer.ended(reason.by() == By.REMOTE);
        listener.ended(reason);
        host.over(party);
        if (dialog.isCaller()) {
            Dialog.Id id = dialog.id();
            agent.loop().schedule(AFTERWARDS, () -> agent.dialogs().remove(id.callId(), id.localTag(), party));
        } else if (!byeWaits) {
            host.over(dialog.id());
        }
    }

    /** The other side has no such call, or does not answer any more. */
    private void gone(Failure failure) {
        if (!over) {
            bye("");
            finish(new EndReason(Kind.UNREACHABLE, By.NETWORK, failure.message(), failure.wire()));
        }
    }

    private void acknowledged(@Nullable Request ack, boolean answersOurs) {
        if (byeWaits) {
            bye("");
            agent.farewells().paid(this);
            host.over(dialog.id());
            return;
        }
        if (over) {
            return;
        }
        if (ack == null) {
            bye("");
            finish(new EndReason(Kind.FAILED, By.NETWORK, "The answer was not acknowledged", null));
        } else if (answersOurs && !offers.takeFirstAnswer(ack)) {
            EndReason incompatible = EndReason.of(Kind.INCOMPATIBLE, By.LOCAL);
            bye(EndReasons.reason(incompatible));
            finish(incompatible);
        } else {
            offers.trickle().agreed();
            offers.acknowledged();
        }
    }

    void request(IncomingRequest incoming) {
        String method = incoming.method();
        if (!isFor(incoming.request()) || over && !method.equals(Request.ACK)) {
            if (incoming.transaction() != null) {
                incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
            return;
        }
        if (method.equals(Request.ACK)) {
            if (acceptance != null) {
                acceptance.acknowledged(incoming.request());
            }
            offers.acknowledged(incoming.request());
            return;
        }
        if (!dialog.takeInOrder(incoming.request())) {
            incoming.reply(Response.SERVER_INTERNAL_ERROR); // RFC 3261 12.2.2
            return;
        }
        watchdog.alive();
        inOrder(incoming, method);
    }

    private void inOrder(IncomingRequest incoming, String method) {
        switch (method) {
            case Request.BYE -> {
                incoming.reply(Response.OK);
                if (acceptance != null) {
                    acceptance.stop();
                }
                finish(EndReasons.ofBye(Sip.values(incoming.request(), "Reason")));
            }
            case Request.INVITE, Request.UPDATE -> offers.take(incoming);
            case Request.NOTIFY -> transfer.notified(incoming);
            case Request.OPTIONS -> Replies.options(incoming);
            case Request.INFO -> Information.take(incoming, listener);
            case Request.MESSAGE -> host.message(incoming);
            case Request.REFER -> referrals.take(incoming);
            case Request.SUBSCRIBE -> referrals.subscribed(incoming);
            case Request.PRACK, Request.CANCEL -> incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            default -> Replies.methodNotAllowed(incoming);
        }
    }

    static String localHost(UserAgent agent) {
        Flow flow = agent.flow();
        return flow == null ? "127.0.0.1" : flow.local().getAddress().getHostAddress();
    }

    static Failure notConnected() {
        return Failure.of(
                Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.LATER, "The call is not connected yet");
    }
}
