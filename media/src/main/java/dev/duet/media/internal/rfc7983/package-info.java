/** What shares a port: telling packets apart by their first bytes (RFC 7983, RFC 5761). */
@org.jspecify.annotations.NullMarked
package dev.duet.media.internal.rfc7983;
