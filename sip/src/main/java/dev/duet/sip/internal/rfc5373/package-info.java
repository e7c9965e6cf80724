/** How a call is to ring (RFC 3261 20.4, RFC 7462), and whether it is to be answered by itself (RFC 5373). */
@NullMarked
package dev.duet.sip.internal.rfc5373;

import org.jspecify.annotations.NullMarked;
