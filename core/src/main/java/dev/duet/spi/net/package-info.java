/**
 * Finding a server and knowing it again, whatever its protocol: SRV records (RFC 2782), addresses, trust, and the names
 * in certificates (RFC 6125). A stack brings the questions to DNS and the rules of its own protocol.
 */
@NullMarked
package dev.duet.spi.net;

import org.jspecify.annotations.NullMarked;
