/** XEP-0199: XMPP Ping. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0045;
