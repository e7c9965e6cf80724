package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3515.ReferNotifier;
import dev.duet.sip.internal.rfc3515.ReferTo;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.Referral;
import java.util.function.Consumer;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REFERs of the other side of one dialog: one at a time. On the loop. */
final class Referrals {

    private static final Logger LOG = LoggerFactory.getLogger(Referrals.class);

    private final Host host;
    private final Dialog dialog;
    private final Consumer<Referral> listener;
    private @Nullable IncomingReferral last;

    Referrals(Host host, Dialog dialog, Consumer<Referral> listener) {
        this.host = host;
        this.dialog = dialog;
        this.listener = listener;
    }

    /** Takes a REFER; gives the wish, null when it was answered with an error. */
    @Nullable
    IncomingReferral take(IncomingRequest refer) {
        if (last != null && !last.isOver()) {
            refer.reply(Response.REQUEST_PENDING);
            return null;
        }
        try {
            ReferTo to = ReferTo.of(refer.request());
            if (to.target().bare().equals(host.agent().self())) {
                refer.reply(Response.LOOP_DETECTED);
                return null;
            }
            String id = last == null ? "" : Long.toString(Dialog.sequence(refer.request())); // RFC 3515 2.4.6
            IncomingReferral referral = new IncomingReferral(host, refer, dialog, to, id);
            last = referral;
            listener.accept(referral);
            return referral;
        } catch (ReferTo.Unfit e) {
            LOG.info("A REFER from {} is not taken: {}", refer.source(), e.getMessage());
            refer.reply(e.status());
            return null;
        }
    }

    /** Takes a SUBSCRIBE: only to how a REFER goes on (RFC 3515 2.4.4). */
    void subscribed(IncomingRequest subscribe) {
        String event = Sip.value(subscribe.request(), "Event");
        if (event == null || !event.split("[;\\s]", 2)[0].equalsIgnoreCase(ReferNotifier.EVENT)) {
            subscribe.reply(Response.BAD_EVENT, "Allow-Events", ReferNotifier.EVENT);
        } else if (last == null || !last.isNamed(event)) {
            subscribe.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            last.subscribed(subscribe);
        }
    }
}
