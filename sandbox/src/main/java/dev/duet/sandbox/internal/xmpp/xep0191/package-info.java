/** XEP-0191: Blocking Command, and XEP-0377: Spam Reporting. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0191;
