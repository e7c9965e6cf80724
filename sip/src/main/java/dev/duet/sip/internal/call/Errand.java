package dev.duet.sip.internal.call;

import dev.duet.model.EndReason;
import dev.duet.sip.internal.rfc3261.RequestBuilder;

/** Why a call is made that is not the user's own idea, and who wants to know how it goes. On the loop. */
interface Errand {

    /**
     * Finds out where the call goes, where that is not known from the beginning.
     *
     * @param target where it goes as far as is known
     */
    default void locate(String target, Locator locator) {
        locator.found(target);
    }

    /** Nobody waits for {@link #locate} any more. */
    default void abandon() {}

    /** Puts what is told of it into an INVITE. */
    void describe(RequestBuilder invite);

    /** A provisional response came, other than 100. */
    void progressed(int status, String phrase);

    /** The call was accepted, or is over. The first time counts. */
    void finished(int status, String phrase);

    /** Is told once where a call goes. On the loop. */
    interface Locator {

        /** To that URI. */
        void found(String target);

        /** Nowhere. */
        void failed(EndReason reason);
    }
}
