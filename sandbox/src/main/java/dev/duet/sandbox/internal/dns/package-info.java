/** Answering DNS questions (RFC 1035) from a list of records; the wire format is dnsjava's. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.dns;
