package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;

/** What a call needs of its account. On the loop. */
interface Host {

    /** The account. */
    UserAgent agent();

    /** A MESSAGE came within the call's dialog. */
    void message(IncomingRequest request);

    /** The call is over. */
    void over(CallParty party);
}
