/** Which way a call took: History-Info (RFC 7044), and Diversion (RFC 5806). */
@NullMarked
package dev.duet.sip.internal.rfc7044;

import org.jspecify.annotations.NullMarked;
