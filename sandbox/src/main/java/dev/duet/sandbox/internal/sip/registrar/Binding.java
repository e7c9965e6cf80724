package dev.duet.sandbox.internal.sip.registrar;

import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.transport.Flow;
import java.time.Instant;

/**
 * One contact of a user (RFC 3261 10).
 *
 * @param q preference, 0 to 1000
 * @param flow what the registration came over
 * @param natted whether the contact is an address that the client only believes to have: the flow leads to it
 */
public record Binding(
        String user,
        NameAddr contact,
        SipUri uri,
        int q,
        Instant expires,
        String callId,
        long cseq,
        Flow flow,
        boolean natted) {}
