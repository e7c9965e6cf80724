/**
 * Calls: INVITE both ways (RFC 3261 13), offer and answer (RFC 3264, RFC 6337), re-INVITE and UPDATE (RFC 3311),
 * BYE, and blind transfer (RFC 3515). All on the loop.
 */
@NullMarked
package dev.duet.sip.internal.call;

import org.jspecify.annotations.NullMarked;
