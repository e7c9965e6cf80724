/** TLS for XMPP: whom to trust, and by what name (RFC 7590, RFC 6125). */
@NullMarked
package dev.duet.xmpp.internal.rfc7590;

import org.jspecify.annotations.NullMarked;
