/** Text messages by MESSAGE (RFC 3428), and who is typing (RFC 3994). All on the loop. */
@NullMarked
package dev.duet.sip.internal.rfc3428;

import org.jspecify.annotations.NullMarked;
