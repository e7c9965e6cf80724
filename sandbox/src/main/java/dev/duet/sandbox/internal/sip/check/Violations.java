package dev.duet.sandbox.internal.sip.check;

import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.transport.Flow;

/** Puts a client's breaches on record. */
public interface Violations {
    void record(Flow flow, SipMessage message, Problem problem);
}
