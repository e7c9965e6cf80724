/**
 * Keys for SRTP by a DTLS handshake on the media's own way (RFC 5763, RFC 5764), on Bouncy Castle. The tick hands
 * datagrams over; the handshake itself runs where it may block.
 */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc5764;
