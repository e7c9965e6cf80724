/** X.509 certificates (RFC 5280) by Bouncy Castle, keys and TLS by the JDK's own providers. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.pki;
