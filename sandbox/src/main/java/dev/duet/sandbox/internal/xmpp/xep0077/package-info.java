/** XEP-0077: In-Band Registration. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0077;
