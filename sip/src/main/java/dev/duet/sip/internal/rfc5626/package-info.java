/** Outbound: keep-alive by STUN (RFC 5626 3.5.2, RFC 5389). */
@NullMarked
package dev.duet.sip.internal.rfc5626;

import org.jspecify.annotations.NullMarked;
