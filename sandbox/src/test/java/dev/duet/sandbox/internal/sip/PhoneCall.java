package dev.duet.sandbox.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;

/**
 * A call to Bob through the server, as its two ends see it.
 *
 * @param invite as the caller sent it
 * @param received as it came to the callee
 */
record PhoneCall(Phone caller, Phone callee, SipRequest invite, SipRequest received) {

    static PhoneCall between(Phone caller, Phone callee) {
        return new PhoneCall(caller, callee, caller.call("sip:bob@example.com"), callee.requestOf("INVITE"));
    }

    PhoneCall ringing() {
        callee.send(callee.answer(received, 180, "b"));
        assertEquals(180, caller.response().status());
        return this;
    }

    Answered answered() {
        SipResponse sent = callee.answer(received, 200, "b");
        callee.send(sent);
        SipResponse came = caller.response();
        assertEquals(200, came.status());
        caller.send(caller.inDialog("ACK", invite, came));
        assertEquals("b", callee.requestOf("ACK").toTag());
        return new Answered(this, sent, came);
    }

    /** A call that is up: each end can ask the other within the dialog. */
    record Answered(PhoneCall call, SipResponse sent, SipResponse came) {

        SipRequest fromCaller(String method) {
            return call.caller.inDialog(method, call.invite, came);
        }

        SipRequest fromCallee(String method) {
            return call.callee.inDialogAsCallee(method, call.received, sent);
        }
    }
}
