package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.AnswerWish;
import dev.duet.model.CallOptions;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3515.ReferNotifier;
import dev.duet.sip.internal.rfc3515.ReferTo;
import dev.duet.sip.internal.rfc3515.ReferredBy;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Referral;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A REFER of somebody, and the call that follows it (RFC 3515 2.4.2). On the loop. */
final class IncomingReferral implements Referral, Errand, DialogTable.User {

    /** The option of RFC 4488. */
    static final String OPTION = "norefersub";

    /** The header of RFC 4488. */
    private static final String REFER_SUB = "Refer-Sub";

    private final Host host;
    private final IncomingRequest refer;
    private final Dialog dialog;
    private final ReferTo to;
    private final Optional<ReferredBy> by;
    private final @Nullable ReferNotifier notifier;
    private boolean answered;
    private boolean over;

    /**
     * Not answered yet.
     *
     * @param id what tells its subscription from others in the dialog; empty for the first one
     */
    IncomingReferral(Host host, IncomingRequest refer, Dialog dialog, ReferTo to, String id) {
        this.host = host;
        this.refer = refer;
        this.dialog = dialog;
        this.to = to;
        this.by = ReferredBy.of(refer.request());
        String wanted = Sip.value(refer.request(), REFER_SUB);
        boolean untold = wanted != null && wanted.split(";")[0].strip().equalsIgnoreCase("false");
        this.notifier = untold ? null : new ReferNotifier(host.agent(), dialog, id);
    }

    /** True once nothing more comes of it. */
    boolean isOver() {
        return over;
    }

    /** True for an Event header's value that names its subscription. */
    boolean isNamed(String event) {
        return notifier != null && notifier.isNamed(event);
    }

    @Override
    public Address target() {
        return to.target();
    }

    @Override
    public Optional<Address> referredBy() {
        return by.flatMap(referrer -> Optional.ofNullable(referrer.address()));
    }

    @Override
    public boolean attended() {
        return to.replaces() != null;
    }

    @Override
    public void consider() {
        answer(true);
    }

    @Override
    public CallLeg follow(String callerName, CallLeg.Listener listener) {
        answer(false);
        return host.dial(to.target(), callerName, options(), this, listener);
    }

    /** Whoever does not learn who this side is does not learn it by sending it to somebody else either. */
    private CallOptions options() {
        return dialog.isAnonymous()
                ? new CallOptions(dialog.privacy(), AnswerWish.NONE, List.of())
                : CallOptions.DEFAULT;
    }

    private void answer(boolean undecided) {
        if (!answered) {
            answered = true;
            Response accepted = refer.response(Response.ACCEPTED, dialog.id().localTag());
            accepted.setHeader(Sip.header("Contact", host.agent().contact(dialog)));
            if (notifier == null) {
                accepted.setHeader(Sip.header(REFER_SUB, "false"));
            }
            refer.reply(accepted);
            if (notifier != null) {
                notifier.start(undecided);
            }
        } else if (notifier != null) {
            notifier.decided();
        }
    }

    @Override
    public void refuse() {
        over = true;
        if (!answered) {
            answered = true;
            refer.reply(refer.response(Response.DECLINE, dialog.id().localTag()));
        } else if (notifier != null) {
            notifier.refuse();
        }
    }

    @Override
    public void describe(RequestBuilder invite) {
        by.ifPresent(referrer -> invite.header(ReferredBy.NAME, referrer.value()));
        Replaces replaces = to.replaces();
        if (replaces != null) {
            invite.header(Replaces.NAME, replaces.value());
            if (to.required()) {
                invite.header("Require", Replaces.OPTION);
            }
        }
    }

    @Override
    public void progressed(int status, String phrase) {
        if (notifier != null) {
            notifier.progress(status, phrase);
        }
    }

    @Override
    public void finished(int status, String phrase) {
        over = true;
        if (notifier != null) {
            notifier.finish(status, phrase);
        }
    }

    /** Within a dialog that its REFER began. */
    @Override
    public void request(IncomingRequest request) {
        if (!dialog.id().equals(Dialog.idOf(request.request()))
                || !request.method().equals(Request.SUBSCRIBE)) {
            if (request.transaction() != null) {
                request.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
        } else if (!dialog.takeInOrder(request.request())) {
            request.reply(Response.SERVER_INTERNAL_ERROR); // RFC 3261 12.2.2
        } else {
            subscribed(request);
        }
    }

    /** Takes a SUBSCRIBE for how it goes on. */
    void subscribed(IncomingRequest subscribe) {
        if (notifier == null || notifier.isOver()) {
            subscribe.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            notifier.subscribed(subscribe);
        }
    }
}
