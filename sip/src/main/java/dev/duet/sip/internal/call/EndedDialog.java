package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.stack.IncomingRequest;
import javax.sip.message.Response;

/**
 * What is left of a call that is over: requests within it get 481, and who wants to replace it 603 (RFC 3891 3).
 *
 * @param id the dialog that was
 */
record EndedDialog(Dialog.Id id) implements DialogTable.User {

    @Override
    public void request(IncomingRequest request) {
        request.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
    }
}
