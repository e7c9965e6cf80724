/** XEP-0215: External Service Discovery. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0215;
