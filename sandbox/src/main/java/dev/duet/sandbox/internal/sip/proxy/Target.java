package dev.duet.sandbox.internal.sip.proxy;

import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.transport.Flow;
import java.util.Optional;

/**
 * Where one copy of a request goes.
 *
 * @param uri its new Request-URI
 * @param flow the way there; empty if there is none
 */
record Target(SipUri uri, Optional<Flow> flow) {}
