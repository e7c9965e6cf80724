/** SDES: SRTP keys in the description itself (RFC 4568). Pure. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc4568;
