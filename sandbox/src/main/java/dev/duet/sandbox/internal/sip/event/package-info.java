/** The event server: SUBSCRIBE, NOTIFY and PUBLISH (RFC 6665, RFC 3903) for presence and dialog. */
@NullMarked
package dev.duet.sandbox.internal.sip.event;

import org.jspecify.annotations.NullMarked;
