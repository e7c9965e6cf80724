/** What waits in a mailbox (RFC 3842). Pure. */
@NullMarked
package dev.duet.sip.internal.rfc3842;

import org.jspecify.annotations.NullMarked;
