/** Digest authentication: RFC 3261 22, RFC 7616, and RFC 8760 for algorithms other than MD5. */
@NullMarked
package dev.duet.sip.internal.rfc8760;

import org.jspecify.annotations.NullMarked;
