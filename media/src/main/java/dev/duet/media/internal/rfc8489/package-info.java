/** STUN messages (RFC 8489). Pure. */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc8489;
