/**
 * JAIN-SIP made fit: its parser, messages and transactions (RFC 3261 17) on this runtime's loop and our own sockets.
 *
 * <p>JAIN-SIP's own sockets, timers, event thread, dialogs, digest, resolver and logger are switched off: they block,
 * leak threads, or share state between the stacks of one JVM. What is left runs on the loop alone, so its locks never
 * contend, and its events arrive on the loop as plain calls.
 */
@NullMarked
package dev.duet.sip.internal.stack;

import org.jspecify.annotations.NullMarked;
