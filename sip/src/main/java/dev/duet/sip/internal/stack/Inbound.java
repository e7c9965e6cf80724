package dev.duet.sip.internal.stack;

import gov.nist.javax.sip.message.SIPMessage;
import org.jspecify.annotations.Nullable;

/** What a received message is. */
sealed interface Inbound {

    /** A message that may go to the transactions. */
    record Good(SIPMessage message) implements Inbound {}

    /**
     * Not fit for them.
     *
     * @param why for the log
     * @param response what to send back; null for nothing
     */
    record Bad(String why, byte @Nullable [] response) implements Inbound {}

    /** A keep-alive. */
    record Nothing() implements Inbound {}
}
