/** Session timers (RFC 4028): a call whose end was lost ends by itself. */
@NullMarked
package dev.duet.sip.internal.rfc4028;

import org.jspecify.annotations.NullMarked;
