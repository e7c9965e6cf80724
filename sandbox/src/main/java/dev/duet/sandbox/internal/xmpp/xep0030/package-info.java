/** XEP-0030: Service Discovery. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0030;
