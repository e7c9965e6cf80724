package dev.duet.sandbox.internal.sip.transaction;

import dev.duet.sandbox.internal.sip.message.SipResponse;

/** Hears of the answers to a request of ours. After a final response other than 2xx nothing more comes. */
public interface ClientListener {

    void response(SipResponse response);

    /** No final response in time. */
    void timeout();

    /** The flow closed before a final response. */
    void flowFailed();
}
