/** Client and server transactions (RFC 3261 17, with the accepted states of RFC 6026). */
@NullMarked
package dev.duet.sandbox.internal.sip.transaction;

import org.jspecify.annotations.NullMarked;
