/** XEP-0363: HTTP File Upload. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0363;
