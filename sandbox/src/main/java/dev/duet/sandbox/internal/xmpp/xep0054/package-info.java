/** XEP-0054: vcard-temp. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0054;
