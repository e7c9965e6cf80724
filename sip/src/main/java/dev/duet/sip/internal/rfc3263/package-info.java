/** Finding the server by DNS (RFC 3263): the transport is configured, so SRV and addresses are enough. */
@NullMarked
package dev.duet.sip.internal.rfc3263;

import org.jspecify.annotations.NullMarked;
