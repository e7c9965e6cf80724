/** Fingerprints of certificates (RFC 8122). Pure. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc8122;
