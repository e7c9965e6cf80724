/** XEP-0280: Message Carbons. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0280;
