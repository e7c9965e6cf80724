/** Nodes of accounts. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0163;
