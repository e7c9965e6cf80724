package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.RequestBuilder;

/** Why a call is made that is not the user's own idea, and who wants to know how it goes. On the loop. */
interface Errand {

    /** Puts what is told of it into an INVITE. */
    void describe(RequestBuilder invite);

    /** A provisional response came, other than 100. */
    void progressed(int status, String phrase);

    /** The call was accepted, or is over. The first time counts. */
    void finished(int status, String phrase);
}
