/** Sockets, TLS and the negotiation of one client's stream (RFC 6120, XEP-0368). */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.net;
