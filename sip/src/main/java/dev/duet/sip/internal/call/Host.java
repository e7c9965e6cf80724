package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.CallLeg;

/** What a call needs of its account. On the loop. */
interface Host {

    /** The account. */
    UserAgent agent();

    /** A MESSAGE came within the call's dialog. */
    void message(IncomingRequest request);

    /** Begins a call for somebody else, as {@link dev.duet.spi.Link#dial} does. */
    CallLeg dial(Address target, String callerName, CallOptions options, Errand errand, CallLeg.Listener listener);

    /** The call is over. */
    void over(CallParty party);

    /** Nothing can come any more in the dialog of a call that is over but what is to be refused. */
    void over(Dialog.Id dialog);
}
