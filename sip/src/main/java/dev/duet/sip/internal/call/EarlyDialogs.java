package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.Sip;
import java.util.HashMap;
import java.util.Map;
import javax.sip.header.RSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs that provisional responses begin, as far as those ask to be acknowledged (RFC 3262, as the caller): each
 * gets its PRACK, in the order of its branch. On the loop.
 */
final class EarlyDialogs {

    /** The option of RFC 3262. */
    static final String OPTION = "100rel";

    /** Branches of one call that are acknowledged; more than that fork no call, they flood it. */
    private static final int MOST = 32;

    private final UserAgent agent;
    private final Map<Dialog.Id, Early> dialogs = new HashMap<>();

    EarlyDialogs(UserAgent agent) {
        this.agent = agent;
    }

    /** Acknowledges a provisional response that asks for it; false for one whose turn it is not: it is passed over. */
    boolean take(Request invite, Response response) {
        if (Sip.values(response, "Require").stream().noneMatch(OPTION::equalsIgnoreCase)
                || !(response.getHeader(RSeqHeader.NAME) instanceof RSeqHeader number)) {
            return true;
        }
        Early early = early(invite, response);
        long sequence = number.getSequenceNumber();
        if (early == null || early.last != 0 && sequence != early.last + 1) {
            return false; // RFC 3262 4: came again, or one before it is missing
        }
        early.last = sequence;
        Request prack = early.dialog
                .request(Request.PRACK)
                .header("RAck", sequence + " " + Dialog.sequence(response) + " " + Request.INVITE)
                .build();
        agent.send(early.dialog, prack, new OutgoingCall.Ignored());
        return true;
    }

    /** The dialog that a 2xx makes or confirms; null for one without tag or contact. */
    @Nullable
    Dialog confirmed(Request invite, Response response) {
        Dialog dialog = Dialog.of(invite, response);
        Early early = dialog == null ? null : dialogs.get(dialog.id());
        if (early == null) {
            return dialog;
        }
        early.dialog.confirm(response);
        return early.dialog;
    }

    private @Nullable Early early(Request invite, Response response) {
        Dialog dialog = Dialog.of(invite, response);
        if (dialog == null) {
            return null;
        }
        Early known = dialogs.get(dialog.id());
        if (known != null || dialogs.size() == MOST) {
            return known;
        }
        Early begun = new Early(dialog);
        dialogs.put(dialog.id(), begun);
        return begun;
    }

    private static final class Early {
        private final Dialog dialog;
        private long last;

        Early(Dialog dialog) {
            this.dialog = dialog;
        }
    }
}
