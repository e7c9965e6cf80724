/** Addresses, namespaces and error conditions that every other part needs. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.stanza;
