/**
 * A test kit for SIP and XMPP clients: servers, a certificate authority, DNS and a bad network inside the JVM, on
 * loopback, with nothing installed and no rights needed.
 */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox;
