/** XEP-0203: Delayed Delivery, and XEP-0160: what is worth delaying. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0203;
