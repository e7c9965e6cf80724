/** Messages in an envelope (CPIM, RFC 3862), and what became of them (IMDN, RFC 5438). */
@NullMarked
package dev.duet.sip.internal.rfc5438;

import org.jspecify.annotations.NullMarked;
