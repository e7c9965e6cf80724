/** Finding the server by DNS (RFC 3263): NAPTR chooses the transport, SRV the host and the port. */
@NullMarked
package dev.duet.sip.internal.rfc3263;

import org.jspecify.annotations.NullMarked;
