/** Finds servers by DNS (RFC 2782, RFC 6120 3.2, XEP-0368). */
@NullMarked
package dev.duet.xmpp.internal.rfc2782;

import org.jspecify.annotations.NullMarked;
