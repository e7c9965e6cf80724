/** XEP-0313: Message Archive Management. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0313;
