package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;

/** Sees what the proxy relays. */
public interface CallObserver {

    /** A request goes out to its targets. */
    void relayed(SipRequest request);

    /** A branch answers, in the form that goes upstream; with forking not each answer really goes there. */
    void answered(SipRequest request, SipResponse response);

    /** The final response that went upstream. */
    void finished(SipRequest request, SipResponse response);
}
