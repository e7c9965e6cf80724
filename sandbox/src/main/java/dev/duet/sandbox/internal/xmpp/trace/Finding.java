package dev.duet.sandbox.internal.xmpp.trace;

import java.time.Instant;

/**
 * One rule that a client broke.
 *
 * @param rule the specification and its section
 */
public record Finding(Instant time, String session, String rule, String detail) {}
