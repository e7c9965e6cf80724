/** Where a caller is reached by messages: Call-Info with purpose impp (RFC 6993). */
@NullMarked
package dev.duet.sip.internal.rfc6993;

import org.jspecify.annotations.NullMarked;
