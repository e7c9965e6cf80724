/** Who is online, and where each stanza goes (RFC 6121). */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.routing;
