package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.message.SipResponse;

/** What a test wants to happen to a request. */
public sealed interface Hooked {

    /** What would happen anyway. */
    record Pass() implements Hooked {}

    /** Nothing at all. */
    record Ignore() implements Hooked {}

    /** This answer. */
    record Answer(SipResponse response) implements Hooked {}
}
