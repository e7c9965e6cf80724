/** Key presses as RTP events (RFC 4733). */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc4733;
