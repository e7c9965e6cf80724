package dev.duet.sandbox.internal.sip.message;

import java.util.List;

/**
 * What the parser made of some bytes.
 *
 * @param message the message, as far as it could be read
 * @param problems what is wrong with it on the level of lines and lengths; empty for a good one
 */
public record Parsed(SipMessage message, List<Problem> problems) {}
