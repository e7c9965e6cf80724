/** XEP-0012: Last Activity. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0012;
