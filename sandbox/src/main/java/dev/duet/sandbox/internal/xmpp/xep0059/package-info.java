/** XEP-0059: Result Set Management. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0059;
