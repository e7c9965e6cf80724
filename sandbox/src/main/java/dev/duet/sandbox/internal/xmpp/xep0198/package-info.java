/** XEP-0198: Stream Management. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0198;
