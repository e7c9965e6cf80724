/** The client's side of TURN (RFC 8656). Pure: bytes and the time come from outside. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc8656;
