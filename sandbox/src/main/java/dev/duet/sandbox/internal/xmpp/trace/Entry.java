package dev.duet.sandbox.internal.xmpp.trace;

import java.time.Instant;

/**
 * One element that crossed the wire.
 *
 * @param fromClient false when the server sent it
 * @param session the full JID, or the connection's number while it has none
 * @param text XML, without secrets
 */
public record Entry(Instant time, boolean fromClient, String session, String text) {}
