/** The sandbox's XMPP server behind {@code XmppServer}: listeners, and how the parts are put together. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp;
