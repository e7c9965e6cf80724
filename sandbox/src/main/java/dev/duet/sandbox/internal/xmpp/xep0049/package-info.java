/** XEP-0049: Private XML Storage. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0049;
