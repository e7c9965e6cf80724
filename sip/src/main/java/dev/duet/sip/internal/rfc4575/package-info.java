/** Who takes part in a conference (RFC 4575). Pure. */
@NullMarked
package dev.duet.sip.internal.rfc4575;

import org.jspecify.annotations.NullMarked;
