package dev.duet.sandbox.internal.sip.transport;

import dev.duet.sandbox.internal.sip.message.SipMessage;

/** Puts a message on a flow and on record. */
public interface Wire {
    void send(Flow flow, SipMessage message);
}
