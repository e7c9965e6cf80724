/** Rosters and the subscription state machine of RFC 6121, pure. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.rfc6121;
