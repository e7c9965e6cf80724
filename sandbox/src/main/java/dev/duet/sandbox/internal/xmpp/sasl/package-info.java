/** The server side of SASL: PLAIN (RFC 4616) and SCRAM (RFC 5802, RFC 7677). */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.sasl;
