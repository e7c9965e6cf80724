/** The state of accounts and of their signed-in clients; all of it guarded by the domain's lock. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.session;
