/** Subscriptions (RFC 6665) to presence (RFC 3856) and to dialogs (RFC 4235). All on the loop. */
@NullMarked
package dev.duet.sip.internal.rfc6665;

import org.jspecify.annotations.NullMarked;
